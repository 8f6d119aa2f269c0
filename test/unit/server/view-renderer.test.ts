import { renderSetting } from "../../../src/render/values/render-setting.js"
import type { Rendered } from "../../../src/render/values/values.js"
import { ViewRenderer } from "../../../src/server/templates/view-renderer.js"

const tree = ["a tree"] as unknown as Rendered

describe("a renderer that is loaded at its first render", () => {
  it("loads once, and renders without waiting from then on", async () => {
    const load = jest.fn(async () => ({ render: () => tree }))
    const lazy = new ViewRenderer(renderSetting("live-", true), load)
    expect(load).not.toHaveBeenCalled()
    expect(await Promise.all([lazy.render({}, undefined, undefined), lazy.render({}, undefined, undefined)])).toEqual([
      tree,
      tree,
    ])
    expect(lazy.render({}, undefined, undefined)).toBe(tree)
    expect(load).toHaveBeenCalledTimes(1)
  })

  it("tries again after it could not be loaded", async () => {
    const load = jest
      .fn()
      .mockRejectedValueOnce(new Error("a mistake in the template"))
      .mockResolvedValue({ render: () => tree })
    const lazy = new ViewRenderer(renderSetting("live-", true), load)
    await expect(lazy.render({}, undefined, undefined)).rejects.toThrow("a mistake")
    expect(await lazy.render({}, undefined, undefined)).toBe(tree)
  })

  it("loads at once where nothing has to be waited for, and tries again after it could not", () => {
    const load = jest
      .fn(() => ({ render: () => tree }))
      .mockImplementationOnce(() => {
        throw new Error("no such template")
      })
    const lazy = new ViewRenderer(renderSetting("live-", true), load)
    expect(() => lazy.render({}, undefined, undefined)).toThrow("no such template")
    expect(lazy.render({}, undefined, undefined)).toBe(tree)
    expect(lazy.render({}, undefined, undefined)).toBe(tree)
    expect(load).toHaveBeenCalledTimes(2)
  })
})
