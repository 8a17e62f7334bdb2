import { from, same, type Section, text } from "../types.ts";

const HARDWARE = text(
  "Needs hardware: sensors that the kernel knows. Virtual machines have none.",
  "하드웨어 필요: 커널이 인식하는 센서가 있어야 합니다. 가상 머신에는 없습니다.",
);

/** Temperatures, where there are sensors. */
export const temperatures: Section = {
  id: "temperatures",
  title: text("Temperatures", "온도"),
  panels: [
    {
      id: "sensors",
      title: text("Sensors", "센서"),
      tells: text(
        "Of CPUs, disks and boards, as their sensors say. Above 90 °C most CPUs get slower to protect themselves; SSDs do above 70 °C.",
        "CPU, 디스크, 메인보드 센서의 온도입니다. 대부분의 CPU는 90 °C, SSD는 70 °C를 넘으면 스스로 속도를 낮춥니다.",
      ),
      kind: "timeseries",
      unit: "celsius",
      queries: [{
        expr: "node_hwmon_temp_celsius{$host} * on (instance, chip) group_left (chip_name)" +
          " node_hwmon_chip_names{$host} or on (instance, chip, sensor) node_hwmon_temp_celsius{$host}",
        legend: same("{{chip_name}} {{sensor}}"),
      }],
      thresholds: from(80, 95),
      slow: true,
      needs: HARDWARE,
    },
    {
      id: "thermal-zones",
      title: text("Thermal zones", "써멀 존"),
      tells: text(
        "What the firmware watches to cool and to slow down; on small boards the only sensors.",
        "펌웨어가 냉각과 속도 제한을 위해 감시하는 영역입니다. 소형 보드에서는 유일한 센서일 때가 많습니다.",
      ),
      kind: "timeseries",
      unit: "celsius",
      queries: [{
        expr: "node_thermal_zone_temp{$host}",
        legend: same("{{type}} {{zone}}"),
      }],
      thresholds: from(80, 95),
      slow: true,
      needs: HARDWARE,
    },
  ],
};
