#!/usr/bin/env bash
# The real clients that tests/clients runs against the service: Debian packages, one npm package, Python packages.
# Safe to run again. As root, or with sudo; the Python packages go into the environment whose pip is on PATH.
set -euo pipefail

as_root=""
[ "$(id -u)" -eq 0 ] || as_root=sudo

packages=(chromium default-jre-headless fonts-noto-cjk libreoffice-writer postgresql python3-uno)
command -v npm >/dev/null || packages+=(nodejs npm)
missing=()
for package in "${packages[@]}"; do
  dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
  $as_root apt-get update --quiet
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install --quiet --yes --no-install-recommends "${missing[@]}"
fi

command -v gramma >/dev/null || $as_root npm install --global --no-fund --no-audit gramma@1.6.0

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"${PYTHON:-python3}" -m pip install --quiet --editable "$root[serve,store,clients]"
