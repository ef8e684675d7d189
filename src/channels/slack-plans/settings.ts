/** What a channel of Slack in which plans are approved needs to be told. Owns the shape and its checks; connects to nothing. */
import { z } from 'zod';

/** Settings of the app of Slack that tells plans and hears clicks. */
export const SlackPlansSettingsSchema = z.strictObject({
  /** Address of its incoming webhook. It is a secret: whoever knows it may write into the channel. */
  url: z.url({ protocol: /^https?$/, error: 'an address such as https://hooks.slack.com/services/…' }),
  /** By which Slack signs clicks: “Signing Secret” of the app. */
  signingSecret: z.string().min(16, 'the Signing Secret of the app: 32 letters and digits').max(200),
  /** Where clicks are answered; an answer to any other address is not sent. */
  answersAt: z.url({ protocol: /^https?$/ }).default('https://hooks.slack.com'),
  /** Lets both reach this machine and private networks, also over plain HTTP. */
  allowPrivate: z.boolean().default(false),
  timeoutMs: z.int().min(100).max(60_000).default(10_000),
});

/** Settings as used. */
export type SlackPlansSettings = z.output<typeof SlackPlansSettingsSchema>;
