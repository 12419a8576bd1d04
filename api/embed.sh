#!/bin/sh
# Puts api/openapi.yaml into the program: writes the Swift file that GET /openapi.yaml serves.
set -eu
cd "$(dirname "$0")/.."
target=Sources/RemediationServer/Contract/OpenAPIDocument.swift
{
    printf '// Written by api/embed.sh from api/openapi.yaml; edit that file.\n\n'
    printf '/// The contract of the API, served at `/openapi.yaml`.\nenum OpenAPIDocument {\n    /// The document, byte for byte.\n    static let text = ###"""\n'
    sed -e 's/^\(.\)/        \1/' api/openapi.yaml
    printf '\n        """###\n}\n'
} >"$target"
