import { afterEach, describe, expect, it, vi } from 'vitest';
import { copyText } from './clipboard';

/** What the old way of copying copied: jsdom has none. */
function oldWay(works: boolean) {
  const copied: string[] = [];
  document.execCommand = vi.fn((command: string) => {
    if (command === 'copy') copied.push((document.activeElement as HTMLTextAreaElement).value);
    return works;
  });
  return copied;
}

function clipboard(value: { writeText(text: string): Promise<void> } | undefined) {
  Object.defineProperty(navigator, 'clipboard', { value, configurable: true });
}

afterEach(() => {
  Reflect.deleteProperty(navigator, 'clipboard');
  Reflect.deleteProperty(document, 'execCommand');
});

describe('a text', () => {
  it('is copied with the clipboard API where there is one', async () => {
    const copied: string[] = [];
    clipboard({ writeText: (text) => Promise.resolve(void copied.push(text)) });
    expect(await copyText('a link')).toBe(true);
    expect(copied).toEqual(['a link']);
  });

  it('is copied as a selection on plain http, and the focus stays where it was', async () => {
    clipboard(undefined);
    const copied = oldWay(true);
    const button = document.createElement('button');
    document.body.append(button);
    button.focus();
    expect(await copyText('a link')).toBe(true);
    expect(copied).toEqual(['a link']);
    expect(document.activeElement).toBe(button);
    expect(document.querySelector('textarea')).toBeNull();
    button.remove();
  });

  it('is copied as a selection where the clipboard refuses', async () => {
    clipboard({ writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')) });
    const copied = oldWay(true);
    expect(await copyText('a link')).toBe(true);
    expect(copied).toEqual(['a link']);
  });

  it('is said not to be copied where neither way works', async () => {
    clipboard(undefined);
    oldWay(false);
    expect(await copyText('a link')).toBe(false);
  });
});
