import { text } from "../types.ts";

/** What panels need that a plain Linux host may not have. */
export const PRESSURE = text(
  "Needs a kernel with pressure stall information (/proc/pressure, Linux 4.20 or newer).",
  "커널의 PSI(/proc/pressure, Linux 4.20 이상)가 필요합니다.",
);
