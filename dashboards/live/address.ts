/// <reference lib="dom" />

/**
 * The address of what the program answers at a path: beside the page, which a proxy may have below a path of its
 * own. Without the user and password of the page's address: browsers refuse to ask with those.
 */
export function addressOf(path: string): string {
  const { origin = "", pathname = "/" } = globalThis.location ?? {};
  return `${origin}${pathname.replace(/[^/]*$/, "")}${path}`;
}
