/**
 * Templates whose text here must be that of Prometheus, letter by letter. Each is expanded for the series
 * `made{device="sda", instance="web-1.example.org:9100", mount="/data disk"}`.
 *
 * @module
 */

/** Values of the series that every template is tried with. */
export const VALUES: readonly number[] = [
  0,
  1,
  -1,
  0.925,
  92.5,
  1234.5678,
  1e6,
  123456789,
  9e9,
  0.000012345,
  -93784.25,
  1700000000.128,
  Infinity,
  -Infinity,
  NaN,
];

/** Functions of a number. */
export const OF_VALUES: readonly string[] = [
  "{{ $value }}",
  "{{ .Value }}",
  "{{ humanize $value }}",
  "{{ humanize1024 $value }}",
  "{{ humanizeDuration $value }}",
  "{{ humanizePercentage $value }}",
  "{{ humanizeTimestamp $value }}",
  ...["%v", "%f", "%.0f", "%.1f", "%.2f", "%e", "%.3e", "%g", "%.4g", "%G", "%8.2f|", "%-8.1f|"]
    .map((verb) => `{{ printf "${verb}" $value }}`),
  ...["%+.1f", "%08.2f", "% .1f", "%d", "%s", "%q", "%T", "%5.1f%%"]
    .map((verb) => `{{ printf "${verb}" $value }}`),
  "{{ if gt $value 50.0 }}high{{ else if lt $value 0.0 }}below{{ else }}low{{ end }}",
  "{{ if $value }}some{{ else }}none{{ end }}",
  "{{ eq $value 1.0 }} {{ ne $value 1.0 }} {{ le $value 1.0 }} {{ ge $value 1.0 }}",
];

/** Everything else. */
export const TEMPLATES: readonly string[] = [
  "plain",
  "",
  "{{ $labels.device }} {{ .Labels.device }} {{ $labels.none }}|{{ $labels.__name__ }}",
  "{{ $externalLabels.site }} {{ .ExternalLabels.none }}|",
  "{{ $labels }}",
  '{{ $labels.device | toUpper }} {{ toLower "ABC" }} {{ title "the disk\'s two ends" }}',
  "{{ $labels.instance | stripPort }} {{ $labels.instance | stripDomain }}",
  '{{ stripPort "[::1]:80" }} {{ stripPort "::1" }} {{ stripDomain "10.0.0.1:80" }} {{ stripDomain "a.b" }}',
  '{{ stripDomain "[2001:db8::1]:80" }} {{ stripPort "a:b:c" }} {{ stripDomain "::1" }}',
  '{{ match "sd." $labels.device }} {{ match "^d" $labels.device }}',
  '{{ reReplaceAll "(.*)-(\\\\d)\\\\..*" "$2/${1}x" $labels.instance }}',
  '{{ reReplaceAll "[aeiou]" "<$0>" "a mount point" }} {{ reReplaceAll "x*" "-" "abc" }}',
  '{{ reReplaceAll "(?P<first>\\\\w)(\\\\w+)" "$2$first" "disk full" }} {{ reReplaceAll "a" "$$1" "bab" }}',
  '{{ printf "%s on %q" $labels.device $labels.mount }} {{ printf "%5s|%-5s|%.2s" "ab" "ab" "abc" }}',
  '{{ printf "%d %x %X %o %b %c %5d|%-5d|%05d %+d" 42 42 42 42 42 42 42 42 42 42 }}',
  '{{ printf "%d" }} {{ printf "x" 1 "a" 2.5 }} {{ printf "%z" 1 }} {{ printf "%s %s" 1 true }} {{ printf "%t" true }}',
  '{{ printf "%v %v %v" 1 "a" true }} {{ printf "%%" }} {{ printf "%x" "hi" }} {{ printf "%T %T %T" 1 "a" 1.5 }}',
  '{{ print 1 2 "a" "b" 3 }}|{{ println 1 "a" }}|{{ print "a" 1 }}',
  '{{ html "<a href=\\"x\\">&\'" }} {{ urlquery "a b&c=d/é*()!\'~" }}',
  '{{ safeHtml "<b>" }} {{ len $labels }} {{ len $labels.device }} {{ len "é" }}',
  '{{ index $labels "device" }} {{ index $labels "none" }}| {{ slice "abcdef" 1 3 }} {{ slice "abc" 1 }}',
  '{{ eq 1 1 }} {{ eq "a" "b" "a" }} {{ lt 1 2 }} {{ gt "b" "a" }} {{ le 1.5 1.5 }}',
  '{{ and 1 0 2 }} {{ and true "x" }} {{ or 0 "" 3 }} {{ or false 0 }} {{ not 0 }} {{ not "a" }}',
  "{{ if and $labels.device (not $labels.none) }}yes{{ end }}{{ if $labels.none }}no{{ end }}",
  "{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $y := 3 }}{{ $y }}{{ end }}{{ $x }}",
  "{{ with $labels.device }}[{{ . }}]{{ end }}{{ with $labels.none }}x{{ else }}without{{ end }}",
  "{{ with $d := $labels.device }}{{ $d }}{{ . }}{{ $.Labels.device }}{{ end }}",
  "{{ range $name, $text := $labels }}{{ $name }}={{ $text }};{{ end }}",
  "{{ range $labels }}<{{ . }}>{{ end }}",
  '{{ range query "nothing" }}x{{ else }}none{{ end }}',
  '{{ range query "other" | sortByLabel "n" }}{{ .Labels.n }}={{ .Value }} {{ end }}',
  '{{ range $i, $s := sortByLabel "n" (query "other") }}{{ if $i }}, {{ end }}{{ $i }}:{{ label "n" $s }}={{ value $s }}{{ end }}',
  '{{ range query "sort_desc(other)" }}{{ if lt .Value 20.0 }}{{ break }}{{ end }}{{ if eq .Labels.n "b" }}{{ continue }}{{ end }}{{ .Value }} {{ end }}',
  '{{ query "sum(other)" | first | value | humanize }} {{ with query "other{n=\\"a\\"}" }}{{ . | first | value }}{{ end }}',
  '{{ (query "other{n=\'a\'}" | first).Value }} {{ len (query "other") }} {{ query "scalar(sum(other))" | first | value }}',
  '{{ query "count_values(\\"__value__\\", other{n=\\"a\\"})" | first | strvalue }}',
  "a  {{- 1 -}}  b {{ 2 }} c {{- /* a comment */ -}} d{{/* another */}}e",
  "{{ `raw \\n` }} {{ \"tab\\tend\" }} {{ 'a' }} {{ 0x10 }} {{ 1_000 }} {{ 1e3 }} {{ -5 }} {{ .5 }}",
  "{{ true }} {{ false }} {{ print nil }}",
  '{{ define "t" }}[{{ . }}]{{ end }}{{ template "t" $labels.device }}{{ template "t" }}{{ block "b" 3 }}{{ . }}!{{ end }}',
  '{{ parseDuration "1h30m" }} {{ parseDuration "5m" | humanizeDuration }}',
  '{{ (toTime 1700000000).Format "Mon 2006-01-02 15:04:05.000 MST Jan January 1/2 3PM" }} {{ (toTime 1.5).Unix }} {{ toTime 1700000000.5 }}',
  "{{ (toTime 1700000000).Year }} {{ (toTime 1700000000).Month }} {{ (toTime 1700000000).Hour }}",
  '{{ tableLink "up == 0" }} {{ graphLink "rate(x{a=\\"b c\\"}[5m]) > 1" }}',
  '{{ with args "a" 2 }}{{ .arg0 }}{{ .arg1 }}{{ .arg2 }}{{ end }}',
  '{{ humanize "1500" }} {{ humanizeDuration 90 }} {{ humanize 12 }} {{ "0.5" | humanizePercentage }}',
  '{{ $labels.device | printf "%s-%s" "x" }} {{ 3 | printf "%d %d" 2 }}',
  '{{ if eq $labels.device "sda" }}{{ if ne $labels.mount "/" }}both{{ end }}{{ end }}',
  "  {{ if true -}}   trimmed   {{- end }}  ",
  "{{ if true }}a{{ end }}\n{{- if false }}b{{ end }}\n\nlast é 한",
];

/** Templates that fail when they are expanded: Prometheus says so in the text, in words of its own. */
export const FAILING: readonly string[] = [
  "{{ .Nothing }}",
  "{{ gt $value 1 }}",
  '{{ humanize "many" }}',
  '{{ query "up(" }}',
  '{{ first (query "nothing") }}',
  '{{ index "abc" 5 }}',
  "{{ range 1.5 }}{{ end }}",
  '{{ template "none" }}',
  "{{ $labels.device.x }}",
  '{{ match "(" "a" }}',
  "{{ toUpper 1 }}",
  '{{ parseDuration "soon" }}',
  "{{ len 3 }}",
  "{{ nil }}",
  "{{ eq $labels $labels }}",
  '{{ define "r" }}{{ template "r" }}{{ end }}{{ template "r" }}',
];

/** Templates that no rule file may have. */
export const WRONG: readonly string[] = [
  "{{ $labels.device",
  "{{ $nothing }}",
  "{{ nothing 1 }}",
  "{{ if true }}",
  "{{ end }}",
  "{{ else }}",
  "{{ }}",
  "{{ 1 | 2 }}",
  "{{ (1 }}",
  '{{ "open }}',
  "{{ if true }}{{ else }}{{ else }}{{ end }}",
  "{{ break }}",
  "{{ $labels.a.b. }}",
  "{{/* open",
  "{{ range }}{{ end }}",
  "{{ 1a }}",
  "{{ template }}",
  '{{ if true }}{{ define "a" }}{{ end }}{{ end }}',
  "{{ if true }}{{ $y := 1 }}{{ end }}{{ $y }}",
  "{{ @ }}",
];
