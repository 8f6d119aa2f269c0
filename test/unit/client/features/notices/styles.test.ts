import { adoptStyles } from "../../../../../client/features/standby/styles.js"

describe("adopted styles", () => {
  it("make no element, and nothing at all where the browser cannot adopt", () => {
    adoptStyles("a{}")
    expect(document.querySelector("style")).toBeNull()
  })

  it("are added to those the page has adopted", () => {
    const replaceSync = jest.fn()
    const sheets: unknown[] = ["the page's"]
    Object.assign(Document.prototype, { adoptedStyleSheets: sheets })
    Object.assign(CSSStyleSheet.prototype, { replaceSync })
    adoptStyles("a{}")
    expect(sheets).toHaveLength(2)
    expect(replaceSync).toHaveBeenCalledWith("a{}")
  })
})
