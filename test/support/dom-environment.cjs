/**
 * jsdom, whose elements make what their `style` holds when it is first asked for. By itself jsdom makes it with each element: a
 * twentieth of all that the tests of the page take, and hardly an element has a style.
 */
const { createRequire } = require("node:module")

// Before jsdom copies it into its elements: the jsdom of the environment, where there are several.
const requireOfJsdom = createRequire(require.resolve("jest-environment-jsdom"))
const { prototype } = requireOfJsdom("jsdom/lib/jsdom/living/nodes/ElementCSSInlineStyle-impl.js").implementation
const make = prototype._initElementCSSInlineStyle
const made = Symbol("style")

prototype._initElementCSSInlineStyle = function () {
  this._settingCssText = false
}
Object.defineProperty(prototype, "_style", {
  configurable: true,
  get() {
    if (this[made] === undefined) {
      const isSetting = this._settingCssText
      make.call(this)
      this._settingCssText = isSetting
    }
    return this[made]
  },
  set(style) {
    this[made] = style
  },
})

module.exports = require("jest-environment-jsdom")
