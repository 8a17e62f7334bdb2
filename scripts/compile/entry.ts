/** A file in an archive. */
export interface Entry {
  /** With slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable?: boolean;
}
