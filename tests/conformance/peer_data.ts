/**
 * The data of node_exporter's own end-to-end test: a made-up host, and what is expected of it. It is
 * not part of the project.
 *
 * @module
 */
import { join } from "node:path";

/** Where the data lies: a folder that a variable names, or beside the project. */
export const DATA: string = Deno.env.get("NODE_EXPORTER_DATA") ??
  new URL("../../../shared/node-exporter", import.meta.url).pathname;

const FIXTURES = join(DATA, "fixtures.tar.gz");

/** For `Deno.test`: the tests are skipped where the data is not there. */
export const needsData = { ignore: !isThere() };

function isThere(): boolean {
  try {
    return Deno.statSync(FIXTURES).isFile;
  } catch {
    return false;
  }
}

/** The name of a test that needs the data, which says what is missing where it is skipped. */
export const named = (name: string): string =>
  needsData.ignore ? `${name} (skipped: NODE_EXPORTER_DATA is to be the folder of its data)` : name;

/** The fixtures, unpacked into `collector/fixtures` of a directory of their own. */
export class Fixtures implements Disposable {
  readonly root: string = Deno.makeTempDirSync({ prefix: "hostvitals-conformance-" });
  readonly path: string = join(this.root, "collector/fixtures");

  /** @throws {Error} where the archive is missing or broken */
  constructor() {
    Deno.mkdirSync(this.path, { recursive: true });
    const args = ["xzf", FIXTURES, "-C", this.path];
    const { success, stderr } = new Deno.Command("tar", { args }).outputSync();
    if (success) return;
    this[Symbol.dispose]();
    throw new Error(`${FIXTURES} cannot be unpacked: ${new TextDecoder().decode(stderr)}`);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.root, { recursive: true });
  }
}
