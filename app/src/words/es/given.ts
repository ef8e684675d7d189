/** Titles and descriptions of the playbooks that come with Rekindle, and titles of their sequences, in Spanish by the English ones. */

/** Them. */
export const GIVEN: Readonly<Record<string, string>> = {
  'Aggressive close': 'Cierre decidido',
  'Regular nurture': 'Seguimiento regular',
  'Long-term nurture': 'Seguimiento a largo plazo',
  'Cold outreach': 'Primer acercamiento',
  'Adviser call': 'Llamada de un asesor',
  'Personal offer': 'Oferta personal',
  'Savings guide': 'Guía de ahorro',
  'Yearly note': 'Nota anual',
  'Through the class': 'A lo largo de la clase',
  'One account': 'Una cuenta',
  'Days 0, 3, 7, 14 and 30': 'Días 0, 3, 7, 14 y 30',
  'Account-based': 'Por cuentas',
  Acquisition: 'Captación',
  'Term deposit': 'Depósito a plazo',
  'A free class for cold leads': 'Una clase gratis para contactos fríos',
  'Buyer leads': 'Contactos que compran',
  'Seller leads': 'Contactos que venden',
  'Works one company at a time: the person at the top of its contacts first, then colleagues, by e-mail, text and a call that a person makes. It pauses as soon as anybody there answers, meets or says no, and names a colleague only as far as the record goes.':
    'Trabaja una empresa cada vez: primero la persona más alta entre sus contactos, luego sus colegas, por correo, SMS y una llamada que hace una persona. Se detiene en cuanto alguien allí responde, acude a una cita o dice que no, y nombra a un colega solo hasta donde llega lo registrado.',
  'Takes new business contacts, scores how well they fit and how ready they are, and writes each of them five short e-mails at a pace that suits their score. It stops at the first answer, bounce or opt-out.':
    'Toma contactos de empresa nuevos, puntúa cuánto encajan y cuán listos están, y escribe a cada uno cinco correos breves al ritmo que pide su puntuación. Para con la primera respuesta, devolución o baja.',
  'Offers a term deposit to customers of a bank by e-mail: a call with an adviser to the few who are likely to want one, an offer to the next, and something useful to read to the rest. An example on real data: the Bank Marketing set in examples/bank.':
    'Ofrece un depósito a plazo a clientes de un banco por correo: una llamada con un asesor a los pocos que probablemente lo quieran, una oferta a los siguientes y algo útil que leer a los demás. Un ejemplo con datos reales: el conjunto Bank Marketing de examples/bank.',
  'Invites people who do not know you yet to a short class that is held here, helps them through it, and hands them to a person once they are far enough and were there lately. What somebody does in the class decides what they hear next, and when.':
    'Invita a quienes aún no le conocen a una clase breve que se da aquí, les ayuda a recorrerla y los pasa a una persona cuando han avanzado lo bastante y estuvieron hace poco. Lo que alguien hace en la clase decide qué recibe después, y cuándo.',
  'Answers people who asked about buying a home, and stays in touch on days 0, 3, 7, 14 and 30 by text, call and e-mail, worded by how ready they are. Whoever writes back is asked about money, time, area and who decides.':
    'Responde a quienes preguntaron por comprar una casa y mantiene el contacto los días 0, 3, 7, 14 y 30 por SMS, llamada y correo, con palabras según lo listos que estén. A quien responde se le pregunta por dinero, plazo, zona y quién decide.',
  'Answers people who asked about selling a home, and stays in touch on days 0, 3, 7, 14 and 30 by text, call and e-mail, worded by how ready they are. Whoever writes back is asked the questions that qualify a sale.':
    'Responde a quienes preguntaron por vender una casa y mantiene el contacto los días 0, 3, 7, 14 y 30 por SMS, llamada y correo, con palabras según lo listos que estén. A quien responde se le hacen las preguntas que dan por buena una venta.',
};
