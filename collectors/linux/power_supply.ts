/**
 * Parses the uevent of a power supply (Documentation/ABI/testing/sysfs-class-power): attribute, in
 * lower case, to its text. All attributes in one file, so that the battery's controller is asked once.
 *
 *     POWER_SUPPLY_NAME=BAT0
 *     POWER_SUPPLY_ENERGY_NOW=36580000
 */
export function parsePowerSupply(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const line of text.split("\n")) {
    const found = /^POWER_SUPPLY_([A-Z0-9_]+)=(.*)$/.exec(line);
    if (found) attributes.set(found[1].toLowerCase(), found[2].trim());
  }
  return attributes;
}
