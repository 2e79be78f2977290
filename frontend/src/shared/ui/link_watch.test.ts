import { createMemoryRouter } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchLinks } from './link_watch';

/** A page of one spot, which is a link or not, with a search that was typed and not sent. */
function world({ isLink }: { isLink: boolean }) {
  const page = Object.assign(new EventTarget(), { closest: () => (isLink ? page : null) }) as EventTarget;
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const lazy = async () => {
    await arrived;
    return { Component: () => null };
  };
  const router = createMemoryRouter([{ path: '/list', element: null }, { path: '/target', lazy }], { initialEntries: ['/list'] });
  const send = vi.fn(() => void router.navigate('/list?q=typed'));
  const watch = watchLinks(page, send);
  const fire = (name: string, has: { button?: number; target?: unknown } = {}) => {
    const event = new Event(name);
    for (const [key, value] of Object.entries({ button: 0, ...has })) Object.defineProperty(event, key, { value });
    page.dispatchEvent(event);
  };
  // What SearchField does, and what Link does.
  const blur = () => watch.isPressed() || send();
  const follow = () => router.navigate('/target');
  const address = () => router.state.location.pathname + router.state.location.search;
  return { router, send, watch, fire, blur, follow, address, arrive: () => arrive() };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a search that waits while a link is pressed', () => {
  it('leaves the page as it is until the click, goes before it, and the link wins', async () => {
    const { router, send, fire, blur, follow, address, arrive } = world({ isLink: true });
    fire('mousedown');
    blur();
    expect([send.mock.calls.length, address()]).toEqual([0, '/list']);
    fire('mouseup');
    fire('click');
    const followed = follow();
    vi.runAllTimers();
    expect(send).toHaveBeenCalledTimes(1);
    arrive();
    await followed;
    expect(address()).toBe('/target');
    await router.navigate(-1);
    expect(address()).toBe('/list?q=typed');
  });
  it('goes before a click without a press, such as a screen reader’s', async () => {
    const { fire, follow, address, arrive } = world({ isLink: true });
    fire('click');
    expect(address()).toBe('/list?q=typed');
    const followed = follow();
    arrive();
    await followed;
    expect(address()).toBe('/target');
  });
  it('goes when the press follows no link', () => {
    for (const name of ['mouseup', 'dragend']) {
      const { send, fire, blur, watch } = world({ isLink: true });
      fire('mousedown');
      blur();
      fire(name);
      vi.runAllTimers();
      expect([send.mock.calls.length, watch.isPressed()]).toEqual([1, false]);
    }
  });
  it('goes at once when something else is pressed, or a link by another button, which asks for a menu or a window', () => {
    for (const button of [1, 2]) {
      const { send, fire, blur, watch } = world({ isLink: true });
      fire('mousedown', { button });
      expect(watch.isPressed()).toBe(false);
      blur();
      expect(send).toHaveBeenCalledTimes(1);
    }
    const { send, fire, blur } = world({ isLink: false });
    fire('mousedown');
    blur();
    expect(send).toHaveBeenCalledTimes(1);
    fire('mouseup');
    fire('click');
    vi.runAllTimers();
    expect(send).toHaveBeenCalledTimes(1);
  });
  it('goes when the end of the press is never told: with the window, or with the next press', () => {
    const turned = world({ isLink: true });
    turned.fire('mousedown');
    turned.blur();
    turned.fire('blur', { target: { closest: () => null } });
    expect([turned.send.mock.calls.length, turned.watch.isPressed()]).toEqual([0, true]);
    turned.fire('blur');
    expect([turned.send.mock.calls.length, turned.watch.isPressed()]).toEqual([1, false]);
    for (const button of [0, 2]) {
      const { send, fire, blur, watch } = world({ isLink: true });
      fire('mousedown');
      blur();
      fire('mousedown', { button });
      expect([send.mock.calls.length, watch.isPressed()]).toEqual([1, button === 0]);
    }
  });
  it('is asked for no more when its box is gone', () => {
    const { send, fire, watch } = world({ isLink: true });
    watch.stop();
    fire('click');
    expect(send).not.toHaveBeenCalled();
  });
});
