#!/usr/bin/env bash
# Checks the alerts with promtool (Debian's package `prometheus` brings it): that Prometheus reads them, and that each fires
# in its case and in no other.
set -euo pipefail
cd "$(dirname "$0")"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What stands under `spec` of the PrometheusRule is the file that Prometheus itself reads.
sed -n '/^spec:$/,$p' ../kubernetes/base/monitoring/alerts.yaml | sed -e 1d -e 's/^  //' > "$work/alerts.yaml"
cp alerts.test.yaml "$work/"

promtool check rules "$work/alerts.yaml"
promtool test rules "$work/alerts.test.yaml"
