/**
 * The thread in which hashes of passwords are computed; started by bcrypt_thread.ts, imported by nobody.
 *
 * @module
 */
import bcrypt from "bcryptjs";
import type { Comparison } from "./bcrypt_thread.ts";

// This file is type-checked as part of a window's program.
const thread = self as unknown as {
  onmessage: (event: MessageEvent<Comparison>) => void;
  postMessage(same: boolean): void;
};

thread.onmessage = ({ data: { password, hash } }) =>
  thread.postMessage(bcrypt.compareSync(password, hash));
