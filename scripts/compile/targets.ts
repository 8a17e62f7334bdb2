/**
 * For which systems hostvitals is compiled.
 *
 * @module
 */

/** A system and what a release for it is called. */
export interface Target {
  /** As `deno compile --target` calls it. */
  readonly triple: string;
  readonly os: "linux" | "macos" | "windows";
  readonly arch: "x64" | "arm64";
  /** What people of that system unpack without installing anything. */
  readonly archive: "tar.gz" | "zip";
}

/** All that Deno has a runtime for. */
export const TARGETS: readonly Target[] = [
  { triple: "x86_64-unknown-linux-gnu", os: "linux", arch: "x64", archive: "tar.gz" },
  { triple: "aarch64-unknown-linux-gnu", os: "linux", arch: "arm64", archive: "tar.gz" },
  { triple: "x86_64-apple-darwin", os: "macos", arch: "x64", archive: "tar.gz" },
  { triple: "aarch64-apple-darwin", os: "macos", arch: "arm64", archive: "tar.gz" },
  { triple: "x86_64-pc-windows-msvc", os: "windows", arch: "x64", archive: "zip" },
];

/** The one that is this system; undefined where there is no release for it. */
export const thisTarget = (): Target | undefined =>
  TARGETS.find(({ triple }) => triple === Deno.build.target);

/** By which `--target` calls one: `linux-x64`. */
export const targetName = ({ os, arch }: Target): string => `${os}-${arch}`;

/** `hostvitals-0.1.0-linux-x64`: of the archive, and of the folder in it. */
export const releaseName = (version: string, target: Target): string =>
  `hostvitals-${version}-${targetName(target)}`;

/** The program in that folder. */
export const binaryName = ({ os }: Target): string =>
  os === "windows" ? "hostvitals.exe" : "hostvitals";
