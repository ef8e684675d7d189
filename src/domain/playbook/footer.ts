/**
 * What stands under every e-mail: who writes, where they are, and how to stop it. Owns the standard words; a playbook may
 * put its own (`templates/footer.liquid`) in their place, and the check holds it to the same facts.
 */
import type { Footer } from './playbook.ts';

/** Facts that a footer must print; without them no commercial e-mail leaves. */
export const FOOTER_FACTS = ['unsubscribeUrl', 'postalAddress'] as const;

const STANDARD_TEXT = `--
{{ sender.company | default: sender.name }}, {{ postalAddress }}
Not interested? Stop these e-mails here: {{ unsubscribeUrl }}
`;

const STANDARD_HTML = `<div style="margin-top:32px;padding-top:12px;border-top:1px solid #ddd;font-size:12px;line-height:1.5;color:#666">
{{ sender.company | default: sender.name }}, {{ postalAddress }}<br>
Not interested? <a href="{{ unsubscribeUrl }}" style="color:#666">Stop these e-mails</a>
</div>
`;

/**
 * The footer of a playbook that brings none.
 * Source: CAN-SPAM, 15 U.S.C. 7704(a)(5) (opt-out notice and postal address in each commercial e-mail); RFC 8058 adds the
 * headers, which are the channel's.
 */
export const STANDARD_FOOTER: Footer = { text: STANDARD_TEXT, html: STANDARD_HTML };
