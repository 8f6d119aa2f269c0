/**
 * The controls of one root, made when the part that knows them is there. Whoever comes first makes them: what comes with
 * a control may have waited for the same part.
 */

import type { Loadable } from "../util/lazy.js"
import type { ControlsMaker, ControlsNeeds, ControlsPort } from "./controls-port.js"

export class RootControls {
  readonly #forms: Loadable<ControlsMaker>
  readonly #needs: ControlsNeeds
  #made: ControlsPort | undefined

  constructor(forms: Loadable<ControlsMaker>, needs: ControlsNeeds) {
    this.#forms = forms
    this.#needs = needs
  }

  /** Undefined until the part has come: till then the root has no control. */
  get part(): ControlsPort | undefined {
    this.#made ??= this.#forms.part?.makeControls(this.#needs)
    return this.#made
  }
}
