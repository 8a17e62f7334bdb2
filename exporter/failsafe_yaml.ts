/**
 * YAML without types: what stands there is a text, and what reads it decides what it means.
 *
 * @module
 */
import { type Document, type LineCounter, type ParsedNode, parseDocument } from "yaml";

/**
 * Parses one document, with its errors inside, without the library's excerpts: a line may be a secret.
 *
 * @param lines is told where lines begin
 * @param tooDeep what is thrown where it is nested deeper than the stack goes
 */
export function parseFailsafe(
  text: string,
  lines: LineCounter,
  tooDeep: () => Error,
): Document.Parsed<ParsedNode> {
  let document;
  // The library goes down into what is nested as far as the stack goes, and does not always notice itself.
  try {
    document = parseDocument(text, {
      schema: "failsafe",
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
    });
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    throw error;
  }
  if (document.errors.some(({ code }) => code === "RESOURCE_EXHAUSTION")) throw tooDeep();
  return document;
}
