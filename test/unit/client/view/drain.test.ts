/** A view whose server goes away, and says so before. */

import { joinedPage } from "../../../support/view-page.js"

beforeEach(() => {
  jest.useFakeTimers()
})

afterEach(() => {
  jest.useRealTimers()
})

describe("a view whose process ends with its server", () => {
  it("shows nothing of it, and joins the next one as soon as there is a connection", () => {
    const { connection, channel, root, view, told } = joinedPage()
    channel.drain(7, 0)
    expect(view.readiness).toBe("waiting")
    connection.lost()
    jest.advanceTimersByTime(5_000)
    expect(root.className).toBe("live-connected")
    expect(told.viewLost).not.toHaveBeenCalled()
    connection.opened()
    expect(channel.joins).toHaveLength(2)
    expect(channel.joins[1]?.request).not.toHaveProperty("r")
    channel.answer({ i: 1, d: { 0: "5" } })
    expect(root.className).toBe("live-connected")
  })

  it("gives the next one what this one was not given, in order, and before what the user has done since", () => {
    const { connection, channel, click, button, told } = joinedPage()
    click()
    channel.acknowledge({ 0: "1" })
    click()
    click()
    channel.drain(7, 1)
    connection.lost()
    click()
    expect(button.className).toBe("live-click-loading")
    connection.opened()
    channel.answer({ i: 1, k: "next" })
    expect(channel.events.slice(3).map(({ instance, number }) => [instance, number])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
    ])
    for (const { acknowledge } of channel.events.slice(3)) acknowledge(0)
    expect(button.className).toBe("")
    expect(told.eventRefused).not.toHaveBeenCalled()
  })

  it("gives the next one what the user has done in the page though that shows the element no more", () => {
    const { connection, channel, click, button } = joinedPage()
    click()
    channel.drain(7, 0)
    connection.lost()
    click()
    button.remove()
    connection.opened()
    channel.answer({ i: 1, k: "next" })
    expect(channel.events.slice(1).map(({ instance, number }) => [instance, number])).toEqual([
      [1, 1],
      [1, 2],
    ])
  })

  it("does not give again what this one has had, whatever has become of its answer", () => {
    const { connection, channel, click, told } = joinedPage()
    click()
    click()
    channel.drain(7, 1)
    connection.lost()
    connection.opened()
    channel.answer({ i: 1 })
    expect(channel.events).toHaveLength(3)
    expect(told.eventFailed.mock.calls.length + told.eventRefused.mock.calls.length).toBe(0)
  })

  it("leaves a ticket that it was not given to whoever has asked for it: they get another one for the next process", () => {
    const { connection, channel, click, view } = joinedPage()
    view.patch("T2", () => {})
    click()
    channel.drain(7, 0)
    connection.lost()
    connection.opened()
    channel.answer({ i: 1, k: "next" })
    expect(channel.patches).toHaveLength(1)
    expect(channel.events.at(-1)).toMatchObject({ instance: 1, number: 1 })
  })

  it("refuses what the user does when no other server comes for ten seconds", () => {
    const { connection, channel, click, view, root, told } = joinedPage()
    channel.drain(7, 0)
    connection.lost()
    click()
    jest.advanceTimersByTime(10_000)
    expect(view.readiness).toBe("offline")
    expect(root.className).toBe("live-loading")
    expect(told.eventRefused).toHaveBeenCalledTimes(1)
    connection.opened()
    expect(channel.joins).toHaveLength(2)
  })

  it("opens its channel again where the server has closed that alone", () => {
    const { channel } = joinedPage()
    channel.drain(7, 0)
    const opens = channel.opens
    channel.closed(true)
    jest.advanceTimersByTime(1_000)
    expect(channel.opens).toBe(opens + 1)
  })

  it("asks no balancer for the process that has ended", () => {
    const { channel } = joinedPage({ key: `one${".".repeat(49)}` })
    expect(channel.node).toBe("one")
    channel.drain(7, 0)
    expect(channel.node).toBe("")
  })

  it("may be left meanwhile", () => {
    const { connection, channel, view } = joinedPage()
    channel.drain(7, 0)
    connection.lost()
    view.stop()
    connection.opened()
    expect(channel.joins).toHaveLength(1)
  })
})
