/**
 * `hostvitals init DIR`: writes out the configurations that the program brings along.
 *
 * @module
 */
import type { Command } from "../exporter/commands.ts";
import { print } from "../exporter/print.ts";

/** @param version of hostvitals */
export const init = (version: string): Command => ({
  name: "init",
  words: ["DIR"],
  help: "write Prometheus, alerts, Grafana, compose, Kubernetes … there",
  flags: [
    {
      name: "force",
      help: "overwrite files that are there; what differs is kept as FILE.old",
      default: false,
    },
    {
      name: "image",
      value: "NAME",
      help: "of the container, in compose.yaml and for Kubernetes",
      default: `hostvitals:${version}`,
      check: image,
    },
  ],
  measures: false,
  async run(options) {
    const { stackFiles } = await import("./files.ts");
    const { writeStack } = await import("./write_stack.ts");
    const [directory] = options.words;
    const files = stackFiles({ version, image: options.text("image") });
    const program = Deno.build.standalone && Deno.build.os === "linux"
      ? Deno.execPath()
      : undefined;
    const { written, kept, old, open } = writeStack(directory, files, {
      force: options.on("force"),
      program,
    });
    const lines = [
      ...written.map((path) => old.has(path) ? `${path} (as it was: ${old.get(path)})` : path),
      ...kept.map((path) => `${path} (stays as it was)`),
      ...open
        ? [`\nothers may read the password: chmod 700 ${quoted(`${directory}/secrets`)}`]
        : [],
      `\n${written.length} files; README.md there says what each is for`,
      program
        ? `next: cd ${quoted(directory)} && docker compose up -d`
        : `next: put hostvitals for Linux into ${directory}, then there: docker compose up -d`,
    ];
    await print(`${lines.join("\n")}\n`);
    return 0;
  },
});

function image(value: string): string | undefined {
  return /^[\w.\/:@-]+$/.test(value)
    ? undefined
    : "must be the name of an image, like registry.example.org/hostvitals:1.0";
}

/** A path as a word of a shell. */
const quoted = (path: string) =>
  /^[\w@%+=:,.\/-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
