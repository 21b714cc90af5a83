import { afterEach, describe, expect, it, vi } from 'vitest';
import { restoreStorage, breakStorage } from '@/test/brokenStorage';
import { withLock, recentInTab, stored, tabStored, withNewest } from './storage';

const isText = (value: unknown): value is string => typeof value === 'string';
/** What a page that was just loaded makes of it. */
const page = () => stored('test', isText);

const [local, session] = [localStorage, sessionStorage];

afterEach(restoreStorage);

describe('a stored value', () => {
  it('is there after a reload, and in other tabs', () => {
    page().write('one');
    expect(page().read()).toBe('one');
  });

  it('is the newest where there is no more room, though an older one is stored', () => {
    const open = page();
    open.write('old');
    breakStorage('full', ['localStorage']);
    open.write('new');
    expect(open.read()).toBe('new');
    expect(page().read()).toBe('new');
    open.write(null);
    expect(open.read()).toBeNull();
    expect(page().read()).toBeNull();
  });

  it('returns to localStorage once there is room again', () => {
    const open = page();
    breakStorage('full', ['localStorage']);
    open.write('cramped');
    restoreStorage();
    open.write('roomy');
    expect(local.getItem('test')).toBe('"roomy"');
    expect(session.getItem('test')).toBeNull();
  });

  it.each(['full', 'blocked', 'missing'] as const)('lives as long as the page where all storage is %s', (how) => {
    breakStorage(how);
    const open = page();
    open.write('one');
    expect(open.read()).toBe('one');
    open.write('two');
    expect(open.read()).toBe('two');
    open.write(null);
    expect(open.read()).toBeNull();
  });

  it('is still known to a page under which it was cleared, written by itself or found', () => {
    page().write('one');
    const found = page();
    expect(found.read()).toBe('one');
    local.clear();
    expect(found.read()).toBe('one');
    window.dispatchEvent(new StorageEvent('storage', { key: null, newValue: null, storageArea: local }));
    expect(found.read()).toBe('one');
  });

  it('is gone when another tab removed it', () => {
    const open = page();
    open.write('one');
    const heard: unknown[] = [];
    open.onExternalChange((value) => heard.push(value));
    local.removeItem('test');
    window.dispatchEvent(new StorageEvent('storage', { key: 'test', newValue: null, storageArea: local }));
    expect(open.read()).toBeNull();
    expect(heard).toEqual([null]);
  });

  it('is null where it has another shape', () => {
    for (const text of ['', '{', 'null', '7', '{"a":1}']) {
      local.setItem('test', text);
      expect(page().read()).toBeNull();
    }
  });
});

describe('a value of one tab', () => {
  const inTab = () => tabStored('test', isText);

  it('is there after a reload, and not for other tabs', () => {
    expect(inTab().write('one')).toBe(true);
    expect(inTab().read()).toBe('one');
    expect(local).toHaveLength(0);
    inTab().write(null);
    expect(inTab().read()).toBeNull();
    expect(session).toHaveLength(0);
  });

  it.each(['', '{', 'null', '7', '["a"]'])('is null where the storage holds %j', (text) => {
    session.setItem('test', text);
    expect(inTab().read()).toBeNull();
  });

  it.each(['full', 'blocked', 'missing'] as const)('is not kept, and says so, where storage is %s', (how) => {
    breakStorage(how);
    expect(inTab().write('one')).toBe(false);
    expect(inTab().read()).toBeNull();
  });

  it('is not kept, and says so, where storage takes it and forgets it', () => {
    vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => undefined });
    expect(inTab().write('one')).toBe(false);
  });
});

describe('the recent values of one tab', () => {
  const recent = () => recentInTab('test', 2, isText);

  it('are found by their names after a reload', () => {
    expect(recent().set('a', 'one')).toBe(true);
    expect(recent().set('b', 'two')).toBe(true);
    expect([recent().get('a'), recent().get('b'), recent().get('c')]).toEqual(['one', 'two', undefined]);
  });

  it('are the newest: one too many drops the one that was set longest ago', () => {
    for (const name of ['a', 'b', 'a', 'c']) recent().set(name, `of ${name}`);
    expect([recent().get('a'), recent().get('b'), recent().get('c')]).toEqual(['of a', undefined, 'of c']);
  });

  it('have one value a name, the last that was set', () => {
    recent().set('a', 'one');
    recent().set('a', 'two');
    expect(recent().get('a')).toBe('two');
    expect(JSON.parse(session.getItem('test') ?? '')).toEqual([['a', 'two']]);
  });

  it.each(['', '{', '{}', '7', '["a"]', '[["a"]]', '[["a",7]]', '[["a","one",1]]', '[[7,"one"]]', '[null]'])(
    'are none where the storage holds %j',
    (text) => {
      session.setItem('test', text);
      expect(recent().get('a')).toBeUndefined();
      expect(recent().set('a', 'new')).toBe(true);
      expect(recent().get('a')).toBe('new');
    },
  );

  it.each(['full', 'blocked', 'missing'] as const)('are not kept, and say so, where storage is %s', (how) => {
    breakStorage(how);
    expect(recent().set('a', 'one')).toBe(false);
    expect(recent().get('a')).toBeUndefined();
  });
});

describe('the newest entry of a list', () => {
  const add = (list: string[], entry: string) => withNewest(list, entry, 3, (each) => each.charAt(0));

  it('stands first, in the place of an older one of its id, in a list of limited length', () => {
    expect(add([], 'a1')).toEqual(['a1']);
    expect(add(['a1', 'b1'], 'b2')).toEqual(['b2', 'a1']);
    expect(add(['a1', 'b1', 'c1'], 'd1')).toEqual(['d1', 'a1', 'b1']);
  });
});

describe('without locks', () => {
  async function overlapping(count: number): Promise<number> {
    let [inside, most] = [0, 0];
    const step = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside--;
    };
    await Promise.all(Array.from({ length: count }, () => withLock('test', step)));
    return most;
  }

  it('one tab at a time runs the step', async () => {
    expect(await overlapping(4)).toBe(1);
    expect(Object.keys(local)).toEqual([]);
  });

  it('a lease that a tab left behind expires, and one of a wrong clock does not count', async () => {
    for (const until of [Date.now() - 1, Date.now() + 3_600_000, 'rubbish']) {
      local.setItem('test.lease', `${until} 0.5`);
      expect(await withLock('test', () => 'done')).toBe('done');
    }
  });

  it('the step runs where there is no storage, either', async () => {
    breakStorage('full', ['localStorage']);
    expect(await withLock('test', () => 'done')).toBe('done');
    await expect(withLock('test', () => Promise.reject(new Error('No.')))).rejects.toThrow('No.');
  });
});
