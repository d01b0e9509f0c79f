// The kit's own words; they stand with the kit.
export { english as ui } from '@antiphon/ui/say.ts';
