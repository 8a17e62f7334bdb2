import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { itself as sections } from "../../dashboards/panels/itself.ts";
import { exporter } from "../../dashboards/panels/exporter.ts";
import { addSection } from "./host.ts";
import { dashboard, finished, firing, labelVariable } from "./parts.ts";

/** hostvitals about itself. */
export function itself(): Dashboard {
  const built = dashboard(
    "hostvitals-itself",
    "hostvitals: itself",
    "What hostvitals costs and does: scrapes, readings, the history and its queries.",
  )
    .withVariable(labelVariable("job", "Job", "label_values(hostvitals_build_info, job)"))
    .withVariable(
      labelVariable(
        "instance",
        "Instance",
        'label_values(hostvitals_build_info{job=~"$job"}, instance)',
        true,
      ),
    )
    .annotation(firing('instance="$instance"'));
  for (const section of [exporter, ...sections]) addSection(built, section);
  return finished(built);
}
