/**
 * The metrics of NFS mounts, as node_exporter names them, help texts included.
 *
 * @module
 */
import { counter, gauge, type Metric } from "./collector.ts";

const MILLISECOND = 1e-3;

/** A metric of a mount, with its labels. */
export function nfs(type: typeof gauge, name: string, help: string, ...labels: string[]): Metric {
  return type(`node_mountstats_nfs_${name}`, help, "export", "protocol", "mountaddr", ...labels);
}

/** Seconds since the mount. */
export const age: Metric = nfs(
  counter,
  "age_seconds_total",
  "The age of the NFS mount in seconds.",
);

/** Where it is mounted. */
export const info: Metric = nfs(
  gauge,
  "mountpoint_info",
  "Info metric for an NFS mountpoint.",
  "mountpoint",
);

/** The line `bytes:`, in its order. */
export const BYTES: readonly Metric[] = [
  nfs(counter, "read_bytes_total", "Number of bytes read using the read() syscall."),
  nfs(counter, "write_bytes_total", "Number of bytes written using the write() syscall."),
  nfs(
    counter,
    "direct_read_bytes_total",
    "Number of bytes read using the read() syscall in O_DIRECT mode.",
  ),
  nfs(
    counter,
    "direct_write_bytes_total",
    "Number of bytes written using the write() syscall in O_DIRECT mode.",
  ),
  nfs(counter, "total_read_bytes_total", "Number of bytes read from the NFS server, in total."),
  nfs(counter, "total_write_bytes_total", "Number of bytes written to the NFS server, in total."),
  nfs(counter, "read_pages_total", "Number of pages read directly via mmap()'d files."),
  nfs(counter, "write_pages_total", "Number of pages written directly via mmap()'d files."),
];

/** The line `events:`, in its order; undefined is one that the kernel does not count any more. */
export const EVENTS: readonly (Metric | undefined)[] = [
  nfs(
    counter,
    "event_inode_revalidate_total",
    "Number of times cached inode attributes are re-validated from the server.",
  ),
  nfs(
    counter,
    "event_dnode_revalidate_total",
    "Number of times cached dentry nodes are re-validated from the server.",
  ),
  nfs(counter, "event_data_invalidate_total", "Number of times an inode cache is cleared."),
  nfs(
    counter,
    "event_attribute_invalidate_total",
    "Number of times cached inode attributes are invalidated.",
  ),
  nfs(counter, "event_vfs_open_total", "Number of times cached inode attributes are invalidated."),
  nfs(counter, "event_vfs_lookup_total", "Number of times a directory lookup has occurred."),
  nfs(counter, "event_vfs_access_total", "Number of times permissions have been checked."),
  nfs(counter, "event_vfs_update_page_total", "Number of updates (and potential writes) to pages."),
  nfs(counter, "event_vfs_read_page_total", "Number of pages read directly via mmap()'d files."),
  nfs(counter, "event_vfs_read_pages_total", "Number of times a group of pages have been read."),
  nfs(
    counter,
    "event_vfs_write_page_total",
    "Number of pages written directly via mmap()'d files.",
  ),
  nfs(
    counter,
    "event_vfs_write_pages_total",
    "Number of times a group of pages have been written.",
  ),
  nfs(
    counter,
    "event_vfs_getdents_total",
    "Number of times directory entries have been read with getdents().",
  ),
  nfs(
    counter,
    "event_vfs_setattr_total",
    "Number of times directory entries have been read with getdents().",
  ),
  nfs(
    counter,
    "event_vfs_flush_total",
    "Number of pending writes that have been forcefully flushed to the server.",
  ),
  nfs(
    counter,
    "event_vfs_fsync_total",
    "Number of times fsync() has been called on directories and files.",
  ),
  nfs(counter, "event_vfs_lock_total", "Number of times locking has been attempted on a file."),
  nfs(
    counter,
    "event_vfs_file_release_total",
    "Number of times files have been closed and released.",
  ),
  undefined,
  nfs(counter, "event_truncation_total", "Number of times files have been truncated."),
  nfs(
    counter,
    "event_write_extension_total",
    "Number of times a file has been grown due to writes beyond its existing end.",
  ),
  nfs(
    counter,
    "event_silly_rename_total",
    "Number of times a file was removed while still open by another process.",
  ),
  nfs(
    counter,
    "event_short_read_total",
    "Number of times the NFS server gave less data than expected while reading.",
  ),
  nfs(
    counter,
    "event_short_write_total",
    "Number of times the NFS server wrote less data than expected while writing.",
  ),
  nfs(
    counter,
    "event_jukebox_delay_total",
    "Number of times the NFS server indicated EJUKEBOX; retrieving data from offline storage.",
  ),
  nfs(counter, "event_pnfs_read_total", "Number of NFS v4.1+ pNFS reads."),
  nfs(counter, "event_pnfs_write_total", "Number of NFS v4.1+ pNFS writes."),
];

/** The lines of the operations, in their order, and the unit in the metric's. */
export const OPERATIONS: readonly (readonly [Metric, unit: number])[] = [
  [
    nfs(
      counter,
      "operations_requests_total",
      "Number of requests performed for a given operation.",
      "operation",
    ),
    1,
  ],
  [
    nfs(
      counter,
      "operations_transmissions_total",
      "Number of times an actual RPC request has been transmitted for a given operation.",
      "operation",
    ),
    1,
  ],
  [
    nfs(
      counter,
      "operations_major_timeouts_total",
      "Number of times a request has had a major timeout for a given operation.",
      "operation",
    ),
    1,
  ],
  [
    nfs(
      counter,
      "operations_sent_bytes_total",
      "Number of bytes sent for a given operation, including RPC headers and payload.",
      "operation",
    ),
    1,
  ],
  [
    nfs(
      counter,
      "operations_received_bytes_total",
      "Number of bytes received for a given operation, including RPC headers and payload.",
      "operation",
    ),
    1,
  ],
  [
    nfs(
      counter,
      "operations_queue_time_seconds_total",
      "Duration all requests spent queued for transmission for a given operation before they were sent, in seconds.",
      "operation",
    ),
    MILLISECOND,
  ],
  [
    nfs(
      counter,
      "operations_response_time_seconds_total",
      "Duration all requests took to get a reply back after a request for a given operation was transmitted, in seconds.",
      "operation",
    ),
    MILLISECOND,
  ],
  [
    nfs(
      counter,
      "operations_request_time_seconds_total",
      "Duration all requests took from when a request was enqueued to when it was completely handled for a given operation, in seconds.",
      "operation",
    ),
    MILLISECOND,
  ],
  [
    nfs(counter, "operations_errors_total", "Number of errors for a given operation", "operation"),
    1,
  ],
];
