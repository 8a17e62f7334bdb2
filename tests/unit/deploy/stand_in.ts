import { type Doing, service, type Verb } from "../../../deploy/service/mod.ts";
import type { Ended, Host } from "../../../deploy/service/plan.ts";

/** A host that remembers what was done to it. */
export class StandIn implements Host {
  readonly done: string[] = [];
  readonly files = new Map<string, string>();
  os = "linux";
  program: string | undefined = "/root/hostvitals";
  root = true;
  /** How commands end that do not simply succeed, by how they begin. */
  ends: Record<string, Ended> = { "id -u": { code: 1, said: "no such user" } };

  isRoot = () => this.root;
  exists = (path: string) => this.files.has(path);
  read = (path: string) => this.files.get(path) ?? "";
  variable = (name: string) => name === "ProgramFiles" ? "C:\\Program Files" : undefined;
  run = (command: readonly string[]) => {
    const line = command.join(" ");
    this.done.push(line);
    const how = Object.entries(this.ends).find(([start]) => line.startsWith(start));
    return Promise.resolve(how?.[1] ?? { code: 0, said: "" });
  };
  write = (path: string, text: string) => {
    this.done.push(`write ${path}`);
    this.files.set(path, text);
  };
  copy = (from: string, to: string) => void this.done.push(`copy ${from} ${to}`);
  remove = (path: string) => {
    this.done.push(`remove ${path}`);
    this.files.delete(path);
  };
  wait = () => Promise.resolve();
}

/** Does it there. */
export async function on(
  host: StandIn,
  verb: Verb,
  { dryRun = false, flags, reads }: Partial<Doing> = {},
): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const code = await service(verb, { dryRun, flags, reads }, host, (text) => said.push(text));
  return { code, said: said.join("\n") };
}
