/** The words of a message as compiled templates make them at best: JavaScript that joins strings, with HTML escaped. */

/** What the words are made from. */
export interface Named {
  readonly first_name: string;
  readonly title: string;
  readonly company: string;
  readonly industry: string;
  readonly city: string;
}

const SPECIAL = /[&<>"']/;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string) : text;
}

/** Subject, text and HTML: three templates, about 1.5 kB. */
export function wordsFloor(lead: Named, link: string): { subject: string; body: string } {
  const { first_name: name, title, company, industry, city } = lead;
  const subject = `${name || 'Hello'}, a question about ${company || 'your company'}`;
  const text = `Hi ${name || 'there'},

I saw that you are ${title || 'there'} at ${company || 'your company'} in ${city || 'your city'}. Most teams in ${industry || 'your field'} struggle with enquiries that
wait too long for a first answer.${title.includes('Sales') ? '\n\nYour reps will know which of them went quiet last week.' : ''}

We help companies like ${company || 'yours'} to answer every new enquiry within minutes. Would a short call this week be of use?

Best regards,
Ana Gómez
Example GmbH, 1 Main Street, Springfield

If you would rather not hear from us: ${link}
`;
  const html = `<html><body>
<p>Hi ${escaped(name || 'there')},</p>
<p>I saw that you are ${escaped(title || 'there')} at ${escaped(company || 'your company')} in ${escaped(city || 'your city')}. Most teams in ${escaped(industry || 'your field')}
struggle with enquiries that wait too long for a first answer.</p>
${title.includes('Sales') ? '<p>Your reps will know which of them went quiet last week.</p>' : ''}
<p>We help companies like ${escaped(company || 'yours')} to answer every new enquiry within minutes. Would a short call this week be of use?</p>
<p>Best regards,<br>Ana Gómez<br>Example GmbH, 1 Main Street, Springfield</p>
<p><small>If you would rather not hear from us: <a href="${escaped(link)}">no more e-mails</a></small></p>
</body></html>
`;
  return { subject, body: text + html };
}
