import type { Host, Step } from "./plan.ts";

/** With what the service is installed. */
export interface Setup {
  /** The file of the program. */
  readonly program: string;
  /** Its flags. */
  readonly flags: readonly string[];
}

/** What starts services on a system. */
export interface Manager {
  /** For messages. */
  readonly name: string;
  /** Why it cannot be used on this host; undefined where it can. */
  missing(host: Host): string | undefined;
  /** Why this user may not change it; undefined where he may. */
  refuses(host: Host): Promise<string | undefined>;
  /** What of a flag it would change; undefined where it takes all. */
  readonly changes?: RegExp;
  install(setup: Setup, host: Host): readonly Step[];
  uninstall(host: Host): readonly Step[];
  /** Tells how it is; 0 means that it runs, or that it is known where there is `runs`. */
  status(host: Host): readonly string[];
  /** What its status says where it runs. */
  readonly runs?: RegExp;
  /** Whether there is something to uninstall. */
  installed(host: Host): boolean;
  /** What `uninstall` leaves, for who wants that gone too. */
  readonly stays: string;
}
