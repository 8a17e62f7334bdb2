/** A path or an address without the slashes at its end, which are looked for once and not from each of them. */
export const withoutSlashes = (path: string): string => path.replace(/(?<!\/)\/+$/, "");
