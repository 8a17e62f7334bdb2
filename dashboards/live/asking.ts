/**
 * Questions to the program that end.
 *
 * @module
 */

/** Milliseconds in which an answer comes, if one does. */
const PATIENCE = 10_000;

/**
 * Asks, and gives up where nothing answers: a network that swallows questions would keep each for minutes, and a
 * browser has six connections to a host.
 *
 * @param signal ends it before
 * @param wait milliseconds
 * @throws {DOMException} `TimeoutError`, or the signal's
 * @throws {TypeError} without a connection
 */
export function ask(
  address: string,
  { signal, wait = PATIENCE }: { readonly signal?: AbortSignal; readonly wait?: number } = {},
): Promise<Response> {
  const late = AbortSignal.timeout(wait);
  return fetch(address, { signal: signal ? AbortSignal.any([signal, late]) : late });
}
