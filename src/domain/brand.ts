/** How a workspace shows itself on pages and in mails: whose they are. Owns the shape, and which letters are readable on a colour. */
import { z } from 'zod';

/** The parts of a brand; what is empty is not shown. */
export const BrandSchema = z.strictObject({
  name: z.string().trim().max(120).default(''),
  /** Address of a picture; by https alone, since pages are. */
  logo: z.union([z.literal(''), z.url({ protocol: /^https$/ })]).default(''),
  domain: z.union([z.literal(''), z.string().regex(/^(?=.{4,253}$)([a-z0-9-]{1,63}\.)+[a-z]{2,63}$/)]).default(''),
  postalAddress: z.string().trim().max(300).default(''),
  /** Of buttons, `#1a56db`. */
  color: z.union([z.literal(''), z.string().regex(/^#[0-9a-f]{6}$/)]).default(''),
});
/** A brand. */
export type Brand = z.output<typeof BrandSchema>;

/** From this relative luminance on dark letters are read better than light ones. Source: WCAG 2.2, contrast ratio, where both are alike. */
const LIGHT_FROM = 0.179;

/** Letters that are readable on a colour, `#rrggbb`. */
export function lettersOn(color: string): '#000' | '#fff' {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(color.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > LIGHT_FROM ? '#000' : '#fff';
}

/** Source: WCAG 2.2, relative luminance. */
function linear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}
