/// <reference lib="dom" />
import { useSignalEffect } from "@preact/signals";
import { useState } from "preact/hooks";
import { type Fact, facts, legendFor } from "../panels.ts";
import { firing } from "./alerts.tsx";
import { text } from "./format.ts";
import { oneOf, tableOf } from "./now.ts";
import { say } from "./words.ts";

/** What the host is. */
export function Header() {
  const known = facts.map((fact) => ({ fact, value: valueOf(fact) }))
    .filter(({ value }) => value !== "");
  const name = known.find(({ fact }) => fact.id === "name")?.value;
  // As the program wrote it into the page, before there are values.
  const [given] = useState(() => document.title.split(" · ")[0]);
  useSignalEffect(() => {
    const found = valueOf(facts.find(({ id }) => id === "name")!) || given;
    const { value: alerts = "off" } = firing;
    const count = alerts === "off" || alerts.length === 0 ? "" : `(${alerts.length}) `;
    document.title = `${count}${found} · hostvitals`;
  });
  return (
    <div class="host">
      <h1>{name ?? given}</h1>
      <dl>
        {known.filter(({ fact }) => fact.id !== "name" && fact.id !== "booted")
          .map(({ fact, value }) => (
            <div key={fact.id} class={fact.id}>
              <dt>{say(fact.title)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}

function valueOf(fact: Fact): string {
  const now = oneOf(fact, tableOf(true));
  if (!now) return "";
  return fact.label ? legendFor(fact.label, now.labels) : text(now.value, fact.unit);
}
