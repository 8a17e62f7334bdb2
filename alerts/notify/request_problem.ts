/**
 * Why a request was not answered, for people.
 *
 * @param url of the request, which may be a secret: it is left out
 */
export function requestProblem(error: Error, url: string): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  return cause.message.replace(/^error sending request for url \([^)]*\): /, "")
    .replaceAll(url, "its URL");
}
