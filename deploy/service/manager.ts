import type { Host, Step } from "./plan.ts";
import type { ServiceUser } from "./readable.ts";

/** With what the service is installed. */
export interface Setup {
  /** The file of the program. */
  readonly program: string;
  /** Its flags; undefined where nothing is said of them. */
  readonly flags?: readonly string[];
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
  /** As whom the service runs; undefined where it may read all, or that is not known. */
  user?(host: Host): Promise<ServiceUser | undefined>;
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
