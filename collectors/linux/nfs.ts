/**
 * The procedures of NFS, as the kernel counts them in /proc/net/rpc/nfs (client) and nfsd (server).
 *
 * @module
 */
import { Labels, type Metric, NoData } from "../collector.ts";
import type { Gathered } from "./devices.ts";
import type { Files } from "./files.ts";
import { numbersOf, parseNumberLines } from "./number_lines.ts";

/** A number of such a file: its line, where it stands there, its metric and labels. */
export type Column = readonly [line: string, at: number, metric: Metric, labels?: Labels];

type Lines = ReadonlyMap<string, readonly number[]>;

/**
 * Reads such a file and adds its columns.
 *
 * @returns its lines
 * @throws {NoData} where the kernel has no such file
 */
export function readRpc(
  files: Files,
  path: string,
  columns: readonly Column[],
  into: Gathered,
): Lines {
  const text = files.hotIfThere(path);
  if (text === undefined) throw new NoData(`this kernel has no ${path}`);
  const lines = parseNumberLines(text);
  for (const [line, at, metric, labels = Labels.none] of columns) {
    into.add(metric, labels, numbersOf(lines, line, at + 1)?.[at]);
  }
  return lines;
}

const words = (text: string) => text.trim().split(/\s+/);

/** RFC 1094, section 2.2. */
const V2 = words(`
  Null GetAttr SetAttr Root Lookup ReadLink Read WrCache Write Create Remove Rename Link SymLink
  MkDir RmDir ReadDir FsStat`);

/** RFC 1813, section 3.3. */
const V3 = words(`
  Null GetAttr SetAttr Lookup Access ReadLink Read Write Create MkDir SymLink MkNod Remove RmDir
  Rename Link ReadDir ReadDirPlus FsStat FsInfo PathConf Commit`);

/**
 * The client's own numbers, which are not the protocol's: `NFSPROC4_CLNT_*` in include/linux/nfs4.h.
 * The kernel has LayoutGet before GetDeviceInfo; node_exporter reads them the other way round, and
 * who has its dashboards must find the same values under the same names.
 */
const CLIENT_V4 = words(`
  Null Read Write Commit Open OpenConfirm OpenNoattr OpenDowngrade Close Setattr FsInfo Renew
  SetClientID SetClientIDConfirm Lock Lockt Locku Access Getattr Lookup LookupRoot Remove Rename
  Link Symlink Create Pathconf StatFs ReadLink ReadDir ServerCaps DelegReturn GetACL SetACL
  FsLocations ReleaseLockowner Secinfo FsidPresent ExchangeID CreateSession DestroySession Sequence
  GetLeaseTime ReclaimComplete GetDeviceInfo LayoutGet LayoutCommit LayoutReturn SecinfoNoName
  TestStateID FreeStateID GetDeviceList BindConnToSession DestroyClientID Seek Allocate DeAllocate
  LayoutStats Clone`);

/** RFC 7530, section 16, by operation number; `-` is one that is not shown. */
const SERVER_V4 = words(`
  - - - Access Close Commit Create DelegPurge DelegReturn GetAttr GetFH Link Lock Lockt Locku Lookup
  LookupRoot Nverify Open OpenAttr OpenConfirm OpenDgrd PutFH - - Read ReadDir ReadLink Remove Rename
  Renew RestoreFH SaveFH SecInfo SetAttr SetClientID SetClientIDConfirm Verify Write RelLockOwner`);

const withoutNull = (names: readonly string[]) => names.map((name) => name === "Null" ? "-" : name);

/** The lines of the client that count procedures: the line, its label `proto`, the procedures. */
export const CLIENT_PROCEDURES: Procedures = [
  ["proc2", "2", V2],
  ["proc3", "3", V3],
  ["proc4", "4", CLIENT_V4],
];

/** The same of the server. */
export const SERVER_PROCEDURES: Procedures = [
  ["proc2", "2", withoutNull(V2)],
  ["proc3", "3", withoutNull(V3)],
  ["proc4ops", "4", SERVER_V4],
];

type Procedures = readonly (readonly [line: string, proto: string, names: readonly string[]])[];

/** Makes the function that adds the samples of the procedures; their labels are made once. */
export function procedureCounter(metric: Metric, procedures: Procedures) {
  const labels = procedures.map(([, proto, names]) =>
    names.map((method) => method === "-" ? undefined : new Labels({ proto, method }))
  );
  return (lines: Lines, into: Gathered): void => {
    procedures.forEach(([line], i) => {
      // The first number says how many procedures the kernel knows.
      const numbers = numbersOf(lines, line, 1);
      if (!numbers) return;
      labels[i].forEach((labels, at) => {
        // What this kernel does not know was never called.
        if (labels) into.add(metric, labels, numbers[at + 1] ?? 0);
      });
    });
  };
}
