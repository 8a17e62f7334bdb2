import { counter, gauge, type Metric, type Reader } from "./collector.ts";
import { LabelsMemo } from "./labels_memo.ts";
import {
  parseBcachefsCounter,
  parseBcachefsRows,
  parseBcachefsSections,
  parseBcachefsSize,
} from "./linux/bcachefs.ts";
import { type Attribute, AttributeReader, devices, Gathered } from "./linux/devices.ts";
import { Memo } from "./memo.ts";

const DIR = "/sys/fs/bcachefs";

const of = (type: typeof counter, name: string, help: string, ...labels: string[]) =>
  type(`node_bcachefs_${name}`, help, "uuid", ...labels);

const info = of(gauge, "info", "Filesystem information.");
const deviceInfo = of(gauge, "device_info", "Device information.", "device", "label", "state");

/** Of a file system. */
const FILESYSTEM: readonly Attribute[] = [
  ["btree_cache_size", of(gauge, "btree_cache_size_bytes", "Btree cache memory usage in bytes.")],
];

/** Files of rows: the label that a row's name is, and the metrics of its columns. */
const ROWS: readonly (readonly [file: string, label: string, columns: readonly Metric[]])[] = [
  ["compression_stats", "algorithm", [
    of(gauge, "compression_compressed_bytes", "Compressed size by algorithm.", "algorithm"),
    of(gauge, "compression_uncompressed_bytes", "Uncompressed size by algorithm.", "algorithm"),
  ]],
  ["errors", "error_type", [
    of(counter, "errors_total", "Error count by error type.", "error_type"),
  ]],
  ["btree_write_stats", "type", [
    of(counter, "btree_writes_total", "Number of btree writes by type.", "type"),
    of(gauge, "btree_write_average_size_bytes", "Average btree write size by type.", "type"),
  ]],
];

/** A file of `counters`. What it is called, the kernel decides. */
const counterOf = (name: string) =>
  of(counter, `${name}_total`, `Bcachefs counter ${name} since filesystem creation.`);

/** Of a device. */
const DEVICE: readonly Attribute[] = [
  ["bucket_size", of(gauge, "device_bucket_size_bytes", "Bucket size in bytes.", "device")],
  ["nbuckets", of(gauge, "device_buckets", "Total number of buckets.", "device")],
  ["durability", of(gauge, "device_durability", "Device durability setting.", "device")],
];

const ioDone = of(
  counter,
  "device_io_done_bytes_total",
  "IO bytes by operation type and data type.",
  "device",
  "operation",
  "data_type",
);
const ioErrors = of(
  counter,
  "device_io_errors_total",
  "IO errors by error type.",
  "device",
  "type",
);

/** The section of `io_errors` that only grows. */
const SINCE_CREATION = "IO errors since filesystem creation";

/** Bcachefs file systems and their devices. */
export const bcachefs: Reader = {
  metrics: [
    info,
    ...FILESYSTEM.map(([, metric]) => metric),
    ...ROWS.flatMap(([, , columns]) => columns),
    counterOf("<counter>"),
    deviceInfo,
    ...DEVICE.map(([, metric]) => metric),
    ioDone,
    ioErrors,
  ],
  start({ files }) {
    const filesystem = new AttributeReader(files, FILESYSTEM);
    const device = new AttributeReader(files, DEVICE);
    const counters = new Memo(counterOf);
    const labels = new LabelsMemo();
    return {
      collect() {
        const uuids = devices(files, DIR, /^[0-9a-f]{8}-/);
        for (const memo of [filesystem, device, counters, labels]) memo.round();
        const gathered = new Gathered();
        for (const uuid of uuids) readFilesystem(uuid, gathered);
        return gathered.families();
      },
    };

    function readFilesystem(uuid: string, into: Gathered): void {
      const dir = `${DIR}/${uuid}`;
      const series = labels.of({ uuid });
      into.add(info, series, 1);
      filesystem.read(dir, series, into, parseBcachefsSize);
      for (const [file, label, columns] of ROWS) {
        for (const [name, ...numbers] of parseBcachefsRows(text(dir, file), columns.length)) {
          const series = labels.of({ uuid, [label]: name });
          columns.forEach((metric, i) => into.add(metric, series, numbers[i]));
        }
      }
      for (const name of files.list(`${dir}/counters`)) {
        const value = parseBcachefsCounter(text(dir, `counters/${name}`));
        into.add(counters.get(name), series, value);
      }
      for (const name of files.list(dir)) {
        const [, number] = /^dev-(\d+)$/.exec(name) ?? [];
        if (number) readDevice(`${dir}/${name}`, { uuid, device: number }, into);
      }
    }

    function readDevice(dir: string, of: { uuid: string; device: string }, into: Gathered): void {
      device.read(dir, labels.of(of), into, parseBcachefsSize);
      const [label, state] = [text(dir, "label"), text(dir, "state")];
      into.add(deviceInfo, labels.of({ ...of, label, state }), 1);
      for (const [operation, data_type, value] of parseBcachefsSections(text(dir, "io_done"))) {
        into.add(ioDone, labels.of({ ...of, operation, data_type }), value);
      }
      for (const [section, type, value] of parseBcachefsSections(text(dir, "io_errors"))) {
        if (section !== SINCE_CREATION) continue;
        into.add(ioErrors, labels.of({ ...of, type }), value);
      }
    }

    function text(dir: string, file: string): string {
      return files.attribute(`${dir}/${file}`) ?? "";
    }
  },
};
