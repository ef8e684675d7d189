/** How the app looks: one accent, quiet greys, close lines where people work. All colours, sizes and corners are said here and in styles.css. */
import { createTheme, type MantineColorsTuple, rem } from '@mantine/core';

/** The one accent. White on its seventh and eighth is 5.6 : 1 and more. */
const petrol: MantineColorsTuple = [
  '#eaf5f6',
  '#d5eaec',
  '#a9d4d9',
  '#7abdc5',
  '#4fa7b2',
  '#2f95a2',
  '#15818f',
  '#0d6a77',
  '#0a5762',
  '#07434c',
];
/** Greys whose sixth can be read as text on white: 5.9 : 1. */
const gray: MantineColorsTuple = [
  '#f7f8f8',
  '#eff1f1',
  '#e4e7e8',
  '#d5dadb',
  '#bac2c4',
  '#8d979a',
  '#5a6569',
  '#454f52',
  '#2f3638',
  '#1c2123',
];
/** From text to ground, for the dark. */
const dark: MantineColorsTuple = [
  '#e3e7e8',
  '#c6cdcf',
  '#a0aaad',
  '#7a8588',
  '#3d4548',
  '#2c3235',
  '#202527',
  '#171b1d',
  '#111416',
  '#0b0d0e',
];

/** The theme of the widgets. */
export const theme = createTheme({
  colors: { petrol, gray, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: false,
  defaultRadius: 'sm',
  radius: { xs: rem(3), sm: rem(6), md: rem(8), lg: rem(12), xl: rem(18) },
  fontFamily: 'Inter, "Segoe UI", system-ui, -apple-system, "Helvetica Neue", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(14), lg: rem(16), xl: rem(18) },
  spacing: { xs: rem(6), sm: rem(10), md: rem(16), lg: rem(24), xl: rem(32) },
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: rem(20), lineHeight: '1.3' },
      h2: { fontSize: rem(15), lineHeight: '1.35' },
      h3: { fontSize: rem(14) },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', checkIconPosition: 'right' } },
    Tooltip: {
      defaultProps: { openDelay: 250, multiline: true, maw: 360, events: { hover: true, focus: true, touch: true } },
    },
    Badge: { defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 550 } },
    Modal: { defaultProps: { centered: true, radius: 'md', overlayProps: { backgroundOpacity: 0.35 } } },
  },
});
