/** Attributes whose commands `js.exec` of a view's templates runs: is there one? */

import { executedAttributes } from "./command-names.js"
import type { TemplateSource } from "./sources/template-source.js"
import { attributesIn, type Report, tellUnknownAttribute } from "./unknown-names.js"

/** Reports every attribute that no file of the view has. */
export function checkExecuted(files: ReadonlySet<TemplateSource>, view: string, report: Report): void {
  let known: ReadonlySet<string> | undefined
  for (const file of files) {
    if (file.root === undefined) continue
    for (const attribute of executedAttributes(file.root)) {
      known ??= attributesIn([...files].map(({ text }) => text))
      tellUnknownAttribute(attribute, file, { view, known, report })
    }
  }
}
