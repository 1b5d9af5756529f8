// Canonical JSON by somebody else: for every line of JSON on stdin, its RFC 8785 form.
import canonicalize from "canonicalize";
import { readFileSync } from "node:fs";

for (const line of readFileSync(0, "utf8").split("\n"))
    if (line) process.stdout.write(canonicalize(JSON.parse(line)) + "\n");
