import { describe, expect, it } from 'vitest';
import { loreSettings, proxySettings } from '../../../src/source/lore/option.js';
import { proxyFor } from '../../../src/source/lore/proxy.js';

describe('loreSettings', () => {
  it.each([
    { environment: {}, flags: {}, base: 'https://lore.kernel.org/all/', cacheFolder: undefined },
    {
      environment: { HOME: '/home/ada', KVM_VFIO_SERIES_LORE: 'https://example.org/x/' },
      flags: {},
      base: 'https://example.org/x/',
      cacheFolder: '/home/ada/.cache/kvm-vfio-series/lore',
    },
    {
      environment: {
        HOME: '/home/ada',
        XDG_CACHE_HOME: '/c',
        KVM_VFIO_SERIES_LORE: 'https://example.org/x/',
      },
      flags: { lore: 'https://example.org/y/' },
      base: 'https://example.org/y/',
      cacheFolder: '/c/kvm-vfio-series/lore',
    },
    {
      environment: { HOME: '/home/ada', XDG_CACHE_HOME: 'relative' },
      flags: {},
      base: 'https://lore.kernel.org/all/',
      cacheFolder: '/home/ada/.cache/kvm-vfio-series/lore',
    },
  ])(
    'takes the flag, then the variable, then lore: $base, $cacheFolder',
    ({ environment, flags, ...expected }) => {
      expect(loreSettings(environment, flags)).toMatchObject({ ...expected, refresh: false, offline: false });
    },
  );
});

describe('proxyFor', () => {
  const settings = proxySettings({
    http_proxy: 'http://plain:1',
    HTTPS_PROXY: 'http://secure:2',
    no_proxy: 'example.org, .example.net,10.0.0.1 ::1,example.com:8080',
  });
  it.each([
    ['http://lore.example/x', 'http://plain:1'],
    ['https://lore.example/x', 'http://secure:2'],
    ['https://example.org/x', undefined],
    ['https://LORE.example.org/x', undefined],
    ['https://notexample.org/x', 'http://secure:2'],
    ['https://a.example.net/x', undefined],
    ['http://10.0.0.1/x', undefined],
    ['http://[::1]:8080/x', undefined],
    ['http://example.com:8080/x', undefined],
    ['http://example.com/x', 'http://plain:1'],
  ])('%s', (url, proxy) => {
    expect(proxyFor(url, settings)).toBe(proxy);
  });

  it('is none at all with "*", and the one for all without others', () => {
    expect(
      proxyFor('http://a.example/', proxySettings({ http_proxy: 'http://p', NO_PROXY: '*' })),
    ).toBeUndefined();
    expect(proxyFor('https://a.example/', proxySettings({ ALL_PROXY: 'http://p' }))).toBe('http://p');
  });
});
