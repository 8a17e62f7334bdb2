/**
 * Why a request was not answered, for people.
 *
 * @param url of the request, which may be a secret: it is left out
 */
export function requestProblem(error: Error, url: string): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  const problem = cause.message.replace(/^error sending request for url \([^)]*\): /, "")
    .replaceAll(url, "its URL");
  return /UnknownIssuer/.test(problem) ? `${problem} (${OWN_AUTHORITY})` : problem;
}

/** What helps where a certificate is of an authority that only its owner knows. */
const OWN_AUTHORITY = "an authority of your own is named by DENO_CERT=FILE in the environment";
