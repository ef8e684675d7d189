/** Palabras de los primeros pasos en español. */
import type { WELCOME as EN } from '../en/welcome.ts';

/** Ellas. */
export const WELCOME: Readonly<Record<keyof typeof EN, string>> = {
  'welcome.title': 'Primeros pasos',
  'welcome.says':
    'De una instancia vacía a una campaña que has visto antes de que ocurra. Cada paso puede esperar; nada sale antes de que la lances.',
  'welcome.notice': '{n} de 5 pasos hechos. Con personas de muestra lo ves todo en un minuto.',
  'welcome.begin': 'Empezar',
  'welcome.goOn': 'Seguir',
  'welcome.skip': 'Omitir',
  'welcome.done': 'Hecho',
  'welcome.next': 'Siguiente',
  'welcome.open': 'Pendiente',
  'welcome.connect': 'Conectar un buzón o HighLevel',
  'welcome.connectSays':
    'El correo sale por un buzón tuyo; los SMS y llamadas, por HighLevel, Twilio o Retell. Hasta entonces todo va a la carpeta de salida.',
  'welcome.toConnections': 'Añadir una conexión',
  'welcome.leads': 'Traer contactos',
  'welcome.leadsSays':
    'Un CSV de cualquier proveedor, o dos docenas de personas que no existen: sus direcciones acaban en .example y no llegan a nadie.',
  'welcome.toImports': 'Importar un archivo',
  'welcome.loadSample': 'Cargar datos de muestra',
  'welcome.removeSample': 'Quitar datos de muestra',
  'welcome.loaded': '{n} personas de muestra están dentro.',
  'welcome.removed': '{n} personas de muestra se han ido.',
  'welcome.removedSome': '{n} personas de muestra se han ido; {kept} se quedan, porque se les escribió.',
  'welcome.leadsIn': '{n} contactos dentro',
  'welcome.sender': 'Decir quién escribe',
  'welcome.senderSays':
    'El nombre y la dirección postal que figuran bajo cada correo, y un dominio preparado para enviar.',
  'welcome.toBrand': 'Nombre y dirección',
  'welcome.toDomain': 'Comprobar el dominio',
  'welcome.draft': 'Preparar una campaña',
  'welcome.draftSays':
    'Un playbook dice quién vale la pena, qué se le envía y cuándo. Sus ajustes son sencillos; lo demás se puede cambiar después.',
  'welcome.makeDraft': 'Preparar una campaña',
  'welcome.toPlaybooks': 'Ver los playbooks',
  'welcome.launch': 'Simular y lanzar',
  'welcome.launchSays':
    'Recorre antes la campaña con un reloj virtual. El lanzamiento comprueba lo que falta y pide el nombre.',
  'welcome.noCampaign': 'Cuando haya un borrador.',
  'welcome.simulate': 'Simular «{name}»',
  'welcome.toLaunch': 'Comprobar y lanzar',
};
