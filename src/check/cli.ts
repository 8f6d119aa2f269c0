#!/usr/bin/env node
/** The program `livemount`. */

import { pathToFileURL } from "node:url"
import { runCommand } from "./command.js"

process.exitCode = await runCommand(process.argv.slice(2), {
  folder: process.cwd(),
  load: (path) => import(pathToFileURL(path).href),
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
})
// The app's module may hold timers and connections; what was written must still arrive.
process.stdout.write("", () => process.exit())
