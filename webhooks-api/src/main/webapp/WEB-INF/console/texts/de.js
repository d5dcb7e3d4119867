// All texts of the console in German, with the keys of the English ones.

/** A number with its noun, in the singular or the plural. */
const of = (count, one, many) => `${count} ${String(count) === '1' ? one : many}`;
const deliveriesOf = count => of(count, 'Zustellung', 'Zustellungen');
const webhooksOf = count => of(count, 'Webhook', 'Webhooks');
const eventTypesOf = count => of(count, 'Ereignistyp', 'Ereignistypen');

const NEXT_ATTEMPT = 'Gilt ab dem nächsten Versuch, auch für wartende Zustellungen.';

/** @type {typeof import('./en.js').default} */
export default {
  product: 'Webhooks',
  skip: 'Zum Inhalt springen',
  nav: {webhooks: 'Webhooks', deliveries: 'Alle Zustellungen', eventTypes: 'Ereignistypen', alerts: 'Meldungen',
    create: 'Anlegen', operator: 'Betrieb'},
  portal: {
    ended: 'Ihre Sitzung ist beendet. Gehen Sie zurück zu der Anwendung, die diese Seite gezeigt hat, und öffnen Sie sie neu.',
    none: 'Diese Seite braucht einen Link. Öffnen Sie sie aus der Anwendung, die auf sie verweist.',
    failed: 'Dieser Link lässt sich nicht öffnen: Er wurde schon benutzt oder ist zu alt. Gehen Sie zurück zu der Anwendung, '
      + 'die ihn erzeugt hat, und öffnen Sie die Seite neu.',
    changeTitle: 'Konto wechseln?', changeUserTitle: 'Benutzer wechseln?',
    changeFrom: (before, now) => `Dieser Tab ist für ${before} geöffnet. Der Link ist für ${now}.`,
    changeUser: (account, before, now) => `Dieser Tab ist für ${before} geöffnet. Der Link ist für ${now}. Beide gehören zum `
      + `Konto ${account}.`,
    changeLogin: now => `Sie sind in diesem Tab an der Konsole angemeldet. Der Link ist für ${now}.`,
    changeHint: 'Wenn Sie diesen Link nicht erwartet haben, bleiben Sie. Ein fremdes Konto ist kein Ort für Ihre URLs und '
      + 'Secrets.',
    changeUserHint: 'Wenn Sie diesen Link nicht erwartet haben, bleiben Sie. Was Sie ändern, würde unter dem anderen Benutzer '
      + 'aufgezeichnet.',
    stay: 'Bleiben', change: 'Link öffnen',
  },
  login: {
    title: 'Webhooks-Konsole',
    intro: 'Sehen Sie, was Ihre Webhooks zustellen, finden Sie heraus, warum eine Zustellung scheiterte, und beheben Sie es.',
    button: 'Anmelden',
    where: issuer => `Sie melden sich bei ${issuer} an.`,
    noIssuer: 'Es ist kein Aussteller eingerichtet, deshalb kann sich niemand anmelden. Setzen Sie mp.jwt.verify.issuer, und '
      + 'starten Sie das Produkt neu.',
    ended: 'Ihre Sitzung ist zu Ende. Melden Sie sich wieder an, um dort weiterzumachen, wo Sie waren.',
    failed: 'Die Anmeldung ist gescheitert. Vielleicht ist der Aussteller nicht erreichbar, oder er kennt diese Konsole nicht: '
      + 'Ihr Client braucht dort die Redirect-URI dieser Seite und ihren Web-Origin.',
    issuer: {
      unreachable: url => `Der Aussteller ist von diesem Browser aus nicht lesbar: ${url}. Er ist nicht erreichbar, oder er `
        + 'erlaubt keine Aufrufe vom Origin dieser Seite (CORS): Der Client der Konsole braucht diesen Origin als Web-Origin.',
      refused: what => `Der Aussteller hat keine brauchbare Beschreibung seiner Endpunkte: ${what}. Prüfen Sie, ob `
        + 'mp.jwt.verify.issuer der Aussteller eines OpenID-Connect-Servers ist, so wie dessen Tokens ihn nennen.',
      other: name => `Der Aussteller nennt sich ${name}, anders als mp.jwt.verify.issuer. Beide müssen gleich sein, auch im `
        + 'letzten Schrägstrich.',
      busy: what => `Der Aussteller hat eine Störung: ${what}. Versuchen Sie es gleich noch einmal.`,
      clock: () => 'Nach der Uhr dieses Rechners war die Anmeldung schon abgelaufen, als der Aussteller sie sandte. Stellen Sie '
        + 'die Uhr dieses Rechners, und melden Sie sich dann wieder an.',
    },
    out: 'Abmelden',
  },
  state: {
    loading: 'Wird geladen …',
    retry: 'Noch einmal versuchen',
    away: 'Der Server ist nicht erreichbar. Prüfen Sie das Netz, und versuchen Sie es noch einmal.',
    unknown: 'Es kam keine Antwort, deshalb ist nicht bekannt, ob es geschehen ist. Sehen Sie in der Liste oder im Verlauf nach, '
      + 'bevor Sie es noch einmal versuchen.',
    unavailable: 'Der Dienst ist überlastet, oder seine Datenbank ist nicht erreichbar. Er sollte bald wieder da sein.',
    noDate: 'Geben Sie ein Datum ein, das es gibt, von 2000 bis 2099.',
    tokenRefused: 'Die API lehnt das Token des Ausstellers ab, deshalb hilft keine neue Anmeldung. Bitten Sie den Betreiber zu '
      + 'prüfen, ob Aussteller, Empfänger (audience) und Claims des Tokens so sind, wie die API sie erwartet: '
      + 'mp.jwt.verify.issuer, mp.jwt.verify.audiences, webhooks.token.preset.',
    noScope: 'Ihrer Anmeldung fehlt der Scope, der dafür nötig ist. Wenden Sie sich an den Administrator des Ausstellers.',
    noRole: 'Ihrer Anmeldung fehlt die Rolle eines Betreibers. Der Betreiber des Dienstes vergibt sie.',
    noPermission: 'Dafür ist die Rolle eines Administrators des Kontos nötig, oder die Berechtigung für den iTwin.',
    blocked: 'Fragen Sie die Administratoren des Dienstes nach dem Grund.',
    notFound: 'Diese Seite gibt es nicht, oder sie gehört zu einem Konto, das Sie nicht verwalten.',
    nowhere: 'Hier ist nichts',
    broken: 'Diese Seite kann nicht angezeigt werden',
    page: 'Die Konsole hat hier einen Fehler, oder die Adresse ist falsch. Gehen Sie zu einer anderen Seite, oder laden Sie '
      + 'diese '
      + 'neu.',
    fault: 'Im Dienst ist etwas schiefgegangen.',
    stale: 'Das kann veraltet sein: Die letzte Aktualisierung ist gescheitert.',
  },
  common: {
    close: 'Schließen', cancel: 'Abbrechen', copy: 'Kopieren', copied: 'Kopiert',
    more: 'Mehr laden', original: 'Wie zuvor', clear: 'Filter löschen', none: 'Keine', of: 'von',
    actions: 'Aktionen', open: 'Öffnen', notCopied: 'Markieren Sie den Text, um ihn zu kopieren', days: count => `${count} Tg.`,
    toList: 'Zur Liste springen', zone: name => `Zeitzone: ${name}.`,
  },
  status: {pending: 'Offen', succeeded: 'Zugestellt', exhausted: 'Gescheitert', cancelled: 'Abgebrochen'},
  statusHint: {
    pending: 'Sie wartet auf den nächsten Versuch.',
    succeeded: 'Der Empfänger hat sie bestätigt.',
    exhausted: 'Jeder Versuch ist gescheitert. Sie können sie noch einmal zustellen.',
    cancelled: 'Der Webhook wurde deaktiviert, bevor sie zugestellt war. Sie können sie noch einmal zustellen, sobald er '
      + 'aktiv ist.',
  },
  scope: {Account: 'Konto', iTwin: 'iTwin'},
  reason: {
    owner: 'Vom Eigentümer deaktiviert, oder nie aktiviert.', byOwner: 'Vom Eigentümer deaktiviert.',
    administrator: 'Von einem Administrator des Dienstes oder des Kontos des iTwins deaktiviert.',
    permissionRemoved: 'Deaktiviert, weil die Berechtigung für den iTwin entzogen wurde.',
    gone: 'Deaktiviert, weil der Empfänger mit 410 Gone geantwortet hat.',
    failing: 'Deaktiviert, weil drei Tage lang jeder Versuch gescheitert ist.',
    unknown: 'Nicht aktiv.',
  },
  remedy: {
    owner: 'Aktivieren Sie ihn, um Ereignisse zu erhalten. Ereignisse aus der Zeit, in der er inaktiv ist, werden nicht '
      + 'zugestellt.',
    administrator: 'Fragen Sie die Administratoren des Dienstes oder des Kontos des iTwins nach dem Grund. Aktivieren Sie ihn '
      + 'dann.',
    permissionRemoved: 'Bitten Sie einen Administrator des iTwins, der Anwendung die Berechtigung webhooks_maintainer wieder zu '
      + 'geben, und aktivieren Sie den Webhook dann.',
    gone: 'Der Empfänger hat gesagt, dass er keine Zustellungen mehr will. Prüfen Sie seine Adresse, und aktivieren Sie den '
      + 'Webhook '
      + 'dann.',
    failing: 'Beheben Sie den Fehler des Empfängers, senden Sie ein Testereignis, aktivieren Sie den Webhook, und stellen Sie '
      + 'nach, '
      + 'was nicht zugestellt wurde.',
    unknown: 'Aktivieren Sie ihn, um Ereignisse zu erhalten. Ereignisse aus der Zeit, in der er inaktiv ist, werden nicht '
      + 'zugestellt.',
  },
  error: {
    dns: ['Der Name des Empfängers wurde nicht gefunden.', 'Prüfen Sie den Host in der URL und seinen DNS-Eintrag.'],
    forbiddenAddress: ['Die Adresse des Empfängers ist nicht erlaubt.',
      'Der Host führt zu einer Adresse innerhalb eines Netzes. Verwenden Sie eine öffentliche Adresse, oder bitten Sie den '
        + 'Betreiber, das Netz zu erlauben.'],
    connect: ['Keine Verbindung zum Empfänger.', 'Prüfen Sie, ob der Empfänger läuft und ob seine Firewall diesen Dienst '
      + 'zulässt.'],
    tls: ['Die sichere Verbindung ist gescheitert.',
      'Prüfen Sie das Zertifikat des Empfängers: sein Ende, seinen Hostnamen, und ob er die ganze Kette sendet. TLS 1.2 oder '
        + 'neuer '
        + 'ist nötig.'],
    timeout: ['Der Empfänger hat nicht rechtzeitig geantwortet.',
      'Antworten Sie zuerst, und erledigen Sie die Arbeit danach, zum Beispiel aus einer Warteschlange.'],
    protocol: ['Die Antwort des Empfängers ist kein gültiges HTTP, oder das Ereignis passt nicht zur Vorlage dieses Webhooks.',
      'Prüfen Sie, ob dieser Port HTTP spricht, was ein Proxy dazwischen tut, und die Vorlage.'],
    status: ['Der Empfänger hat die Zustellung nicht bestätigt.',
      'Jeder Status von 200 bis 299 bestätigt eine Zustellung. Unten steht die Antwort.'],
    authentication: ['Es gab kein Token für den Empfänger, deshalb wurde nichts gesendet.',
      'Testen Sie die Anmeldung in den Optionen des Webhooks. Prüfen Sie Client und Client-Secret beim Aussteller des Tokens.'],
  },
  cause: {
    'unknown name': 'Kein Nameserver kennt den Host.', 'no name server': 'Die Nameserver dieses Dienstes haben nicht '
      + 'geantwortet.',
    refused: 'Auf dem Port lauscht niemand.', 'no route': 'Kein Netz führt zu der Adresse.',
    reset: 'Die Verbindung wurde zurückgesetzt.', closed: 'Der Empfänger hat die Verbindung ohne Antwort geschlossen.',
    'refused by proxy': 'Der Proxy dieses Dienstes hat keinen Tunnel geöffnet.',
    'certificate expired': 'Das Zertifikat ist abgelaufen.', 'certificate not yet valid': 'Das Zertifikat ist noch nicht gültig.',
    'unknown authority': 'Keine Stelle, der dieser Dienst vertraut, hat das Zertifikat signiert.',
    'wrong host': 'Das Zertifikat gilt für andere Hosts.', 'weak certificate': 'Das Zertifikat ist zu schwach.',
    'client certificate required': 'Der Empfänger verlangt ein Client-Zertifikat: Setzen Sie die Option tls.',
    'client certificate not used': 'Der Empfänger hat nicht nach dem Client-Zertifikat gefragt, deshalb wurde nichts gesendet.',
    'client certificate expired': 'Das Client-Zertifikat ist abgelaufen.',
    'client certificate unusable': 'Das Client-Zertifikat kann nicht geladen werden.',
    'handshake refused': 'Der Empfänger hat den Handshake abgelehnt.', 'no TLS': 'Der Port spricht kein TLS.',
    'not resolved': 'Der Name wurde nicht rechtzeitig aufgelöst.', 'not connected': 'Es kam nicht rechtzeitig eine Verbindung '
      + 'zustande.',
    'no response': 'Die Anfrage wurde gesendet, aber es kam nicht rechtzeitig eine Antwort.', 'no HTTP': 'Es ist kein HTTP/1.1.',
    'large headers': 'Ihre Header sind zu groß.',
    'aborted by receiver': 'Der Empfänger hat darum gebeten, diese Zustellung nicht noch einmal zu versuchen.',
    'missing value': 'Dem Ereignis fehlt ein Wert, den die Vorlage dieses Webhooks braucht. Es wurde nichts gesendet.',
    'large body': 'Die Vorlage dieses Webhooks ergibt einen Body über 512 KiB. Es wurde nichts gesendet.',
    'not bound': 'Das Secret oder der Schlüssel muss neu gesetzt werden, weil sich eine Adresse geändert hat.',
    'forbidden issuer': 'Die Adresse des Ausstellers des Tokens ist nicht erlaubt.',
    'refused by issuer': 'Der Aussteller des Tokens hat die Anfrage abgelehnt.',
    'no token': 'Die Antwort des Ausstellers enthält kein Bearer-Token.',
    'node busy': 'Dieser Dienst war für den Versuch zu beschäftigt.',
  },
  statusAdvice: {
    3: 'Weiterleitungen wird nicht gefolgt. Ändern Sie die URL des Webhooks auf das Ziel, das der Empfänger nennt.',
    401: 'Der Empfänger verlangt eine Anmeldung. Zustellungen sind stattdessen signiert: Lassen Sie den Empfänger die '
      + 'Signatur prüfen.',
    403: 'Der Empfänger oder eine Firewall davor lehnt die Anfrage ab. Prüfen Sie die Regeln, und wie er die Signatur berechnet.',
    404: 'Der Empfänger kennt diesen Pfad nicht. Prüfen Sie den Pfad der URL.',
    410: 'Der Empfänger will keine Zustellungen mehr, deshalb wurde dieser Webhook deaktiviert.',
    413: 'Der Empfänger lehnt einen Body dieser Größe ab. Ein Body hat bis zu 256 KiB.',
    415: 'Der Empfänger nimmt application/json nicht an. Prüfen Sie, was er erwartet.',
    429: 'Der Empfänger hat zu viel zu tun. Sein Retry-After wird beachtet.',
    5: 'Er hat selbst ein Problem. Sein eigenes Log sollte den Grund nennen.',
  },
  webhooks: {
    title: 'Webhooks', search: 'Host, Pfad, Beschreibung, Typ oder Id', state: 'Zustand', type: 'Ereignistyp',
    target: 'Ziel', types: 'Ereignistypen', day: 'Letzte 24 Stunden', failures: 'Gescheiterte Zustellungen', pending: 'Offen',
    since: time => `seit ${time}`, oldest: age => `älteste ${age}`, latency: 'Latenz p95', order: 'Reihenfolge',
    orders: {newest: 'Neueste zuerst', failing: 'Fehlschlagende zuerst', host: 'Nach Host', backlog: 'Meiste offene zuerst'},
    partial: 'Es gibt mehr Webhooks, als geordnet werden können, deshalb fehlen die ältesten. Suchen Sie, oder wählen Sie '
      + 'Neueste '
      + 'zuerst.',
    emptyTitle: 'Noch keine Webhooks',
    empty: 'Dienstanwendungen legen Webhooks an. Die Ihres Kontos erscheinen hier.',
    noMatch: 'Kein Webhook passt zu diesen Filtern.', further: 'Bisher keiner. Laden Sie mehr, um weiter zu suchen.',
    count: count => webhooksOf(count), first: count => `Die ersten ${webhooksOf(count)}`,
    moreTypes: count => `+ ${count} weitere`, filtered: count => `${count} gefiltert`,
    spark: (total, failed) => `${deliveriesOf(total)} in den letzten 24 Stunden, davon ${failed} gescheitert`,
    quiet: 'Keine Zustellungen',
    allStates: 'Alle Zustände', allTypes: 'Alle Typen',
  },
  webhookState: {
    names: {active: 'Aktiv', failing: 'Schlägt fehl', paused: 'Pausiert', blocked: 'Gesperrt', inactive: 'Inaktiv'},
    since: (time, ago) => `seit ${time} (${ago})`, until: time => `bis ${time}`,
    waits: time => `Der Empfänger bat, bis ${time} zu warten`,
    partial: {active: 'Ob er fehlschlägt oder pausiert ist, lässt sich zurzeit nicht feststellen.',
      inactive: 'Ob er gesperrt ist, lässt sich zurzeit nicht feststellen.'},
    blocks: {webhook: 'Der Betreiber hat diesen Webhook gesperrt.', client: 'Der Betreiber hat seine Anwendung gesperrt.',
      account: 'Der Betreiber hat das Konto gesperrt.', move: 'Das Konto wird gerade verschoben.'},
  },
  webhook: {
    blocked: 'Niemand kann ihn aktivieren oder testen, bis der Betreiber des Dienstes die Sperre aufhebt. Fragen Sie den '
      + 'Betreiber nach dem Grund.',
    toBlocks: 'Sperren anzeigen',
    unread: 'Ob ein Betreiber ihn gesperrt hat, lässt sich zurzeit nicht feststellen, deshalb kann er hier nicht aktiviert '
      + 'werden. Diese Seite versucht es von selbst noch einmal.',
    receiver: 'Empfänger', failing: count => `${of(count, 'Versuch', 'Versuche')} in Folge gescheitert.`,
    failingDeliveries: 'Die Zustellungen seitdem',
    overview: 'Übersicht', deliveries: 'Zustellungen', acts: 'Verlauf', options: 'Optionen',
    deactivated: at => `Deaktiviert am ${at}, von:`, id: 'Id', url: 'URL', created: 'Angelegt', modified: 'Geändert',
    window: {PT1H: '1 Stunde', P1D: '24 Stunden', P7D: '7 Tage'}, windowLabel: 'Zeitraum',
    delivered: 'Zugestellt', failed: 'Gescheiterte Zustellungen', backlog: 'Offen', oldest: 'Älteste offene',
    streak: 'Fehlversuche in Folge',
    latency: 'Latenz', volume: 'Zustellungen nach Ergebnis', latencyTitle: 'Latenz der Versuche',
    answers: 'Versuche nach Antwort',
    failedAs: {dns: 'Name nicht gefunden', forbiddenAddress: 'Adresse nicht erlaubt', connect: 'Keine Verbindung',
      tls: 'Keine sichere Verbindung', timeout: 'Keine rechtzeitige Antwort', protocol: 'Keine gültige Antwort',
      status: 'Nicht bestätigt', authentication: 'Kein Token'},
    byType: 'Zustellungen nach Ereignistyp', errorShare: 'Fehleranteil der Versuche', attempts: 'Versuche',
    noAnswer: 'Keine Antwort',
    sampled: count => `Fehleranteil, Antworten und Typen stammen aus einer Stichprobe: den neuesten ${count} Zustellungen.`,
    partial: since => `Gezählt sind nur Zustellungen seit ${since}: In diesem Zeitraum sind es zu viele. Wählen Sie einen `
      + 'kürzeren.',
    empty: 'Keine Zustellungen in diesem Zeitraum.', table: 'Als Tabelle zeigen', time: 'Zeit', p50: 'Median (p50)',
    p95: '95 % sind schneller (p95)',
    ago: text => `vor ${text}`, undelivered: (count, since) => `Abgebrochen: ${deliveriesOf(count)}, die älteste von ${since}.`,
    recovering: count => `Eine Nachlieferung läuft: bisher ${deliveriesOf(count)}.`,
    busy: 'Die Zahlen zu lesen dauert im Moment zu lange, weil andere viele lesen oder dieser Webhook sehr viele Zustellungen '
      + 'hat. '
      + 'Sie werden bald wieder gelesen; ein kürzerer Zeitraum geht schneller.',
    recover: 'Nachliefern', atLeast: count => `${count}+`,
    restricted: 'Sie verwalten den iTwin dieses Webhooks, nicht sein Konto. Sie können ihn deaktivieren; seine Zustellungen '
      + 'gehören '
      + 'seinem Eigentümer.',
  },
  deliveries: {
    title: 'Zustellungen', time: 'Eingang', status: 'Status', type: 'Ereignistyp', id: 'Nachrichten-Id', attempts: 'Versuche',
    next: 'Nächster Versuch', last: 'Letzte Antwort', since: 'Von', until: 'Bis', live: 'Live',
    liveOn: 'Neue Zustellungen erscheinen von selbst.', allStatuses: 'Jeder Status',
    empty: 'Noch keine Zustellungen. Senden Sie ein Testereignis, um zu sehen, ob der Empfänger funktioniert.',
    noMatch: 'Keine Zustellung passt zu diesen Filtern.',
    searching: 'Auf dieser Seite keine. Ältere Seiten haben vielleicht welche.', due: text => `in ${text}`, soon: 'jetzt',
    filter: 'Filter',
    gap: 'Es kamen mehr Zustellungen, als auf einmal gelesen werden können. Die Liste beginnt neu; ältere folgen unten.',
    searched: 'Es kamen mehr Zustellungen anderer Typen, als auf einmal durchsucht werden können. Laden Sie mehr, um sie zu '
      + 'durchsuchen.',
  },
  delivery: {
    title: 'Zustellung', life: 'Ablauf', occurred: 'Ereignis geschehen', received: 'Hier eingegangen', next: 'Nächster Versuch',
    attempt: number => `Versuch ${number}`, request: 'Anfrage', answer: 'Antwort', headers: 'Header',
    requestHeaders: 'Header der Anfrage', requestBody: 'Body der Anfrage', answerHeaders: 'Header der Antwort', body: 'Body',
    pretty: 'Formatiert', raw: 'Roh',
    excerpt: 'Anfang der Antwort', latency: 'Latenz', deliveryId: 'Id der Zustellung', messageId: 'Nachrichten-Id',
    traceId: 'Trace-Id', iTwin: 'iTwin oder Konto',
    notKept: 'Nicht aufbewahrt.', noRequestHeaders: 'Es wurde nichts gesendet.',
    noAnswerHeaders: 'Die Antwort hatte keine Header.', noBody: 'Kein Body.',
    noBodyKept: 'Kein Body, oder er ist nicht aufbewahrt.',
    succeeded: 'Der Empfänger hat die Zustellung bestätigt.', noAttempt: 'Noch kein Versuch.',
    derived: 'Die Header, die aus der Zustellung folgen. Ein Testereignis zeigt alle.',
    what: 'Was geschehen ist',
    unformatted: 'Der Body ist zu tief verschachtelt oder zu groß, um formatiert zu werden. Er steht hier unverändert.',
    event: 'Ereignis',
    form: {
      same: attempt => `${attempt} hat genau das gesendet.`,
      other: attempt => `Das ist das Ereignis. ${attempt} hat es in anderer Form gesendet: Der Webhook hat ein Format oder `
        + 'verbirgt hier Werte.',
      unknown: attempt => `Das ist das Ereignis. ${attempt} hat es vielleicht in anderer Form gesendet: Der Webhook hat ein `
        + 'Format, verbirgt hier Werte, oder seine Optionen wurden später geändert.',
      none: () => 'Das ist das Ereignis. Ein Webhook mit einem Format sendet es in anderer Form.',
    },
    erased: 'Die Nutzdaten sind gelöscht. Die Zustellung kann nicht noch einmal gesendet werden.',
    keys: 'Tasten j und k',
    steps: 'Zustellungen dieser Liste', newer: 'Neuere', older: 'Ältere', filtered: 'Innerhalb der Bedingungen der Liste.',
    place: (place, count) => `${place} von ${count} geladenen.`,
    none: {newer: 'Es gibt keine neuere Zustellung.', older: 'Es gibt keine ältere Zustellung.'},
    far: 'Seit dieser kamen zu viele Zustellungen. Eine neuere finden Sie über die Liste.',
    expand: bytes => `Alles zeigen (${bytes} Bytes)`, collapse: 'Nur den Anfang zeigen',
  },
  find: {
    title: 'Alle Zustellungen', intro: 'Die Zustellungen aller Webhooks Ihres Kontos, neueste zuerst.', webhook: 'Webhook',
    search: 'Nachrichten-Id, Trace-Id, Status, Text', start: 'Suchen',
    hint: 'Eine Nachrichten-Id, eine Trace-Id, ein Status wie 503 oder 5xx, oder Text des Bodys, groß und klein wie dort. '
      + 'Anführungszeichen machen alles zu Text.',
    faults: {short: 'Ein Text braucht mindestens 3 Zeichen.', long: 'Ein Text hat höchstens 200 Zeichen.'},
    anyAnswer: 'Jede Antwort', codes: 'Status', errors: 'Fehler',
    period: 'Zeitraum', presets: {hour: 'Letzte Stunde', today: 'Heute', day: 'Letzte 24 h'},
    examined: (count, since) => `Durchsucht: ${deliveriesOf(count)}${since ? `, zurück bis ${since}` : ''}.`,
    examinedAll: count => `Durchsucht: ${deliveriesOf(count)}, alle vorhandenen.`,
    continues: 'Die Suche geht weiter zurück …', further: 'Weiter zurück suchen',
    bounded: 'Eine Suche nach Text umfasst 24 Stunden und 100.000 Zustellungen.', before: time => `Vor ${time} suchen`,
  },
  repair: {
    attemptNow: 'Jetzt versuchen', due: 'Der nächste Versuch ist jetzt fällig.',
    all: 'Alle gezeigten Zustellungen auswählen', choose: 'Diese Zustellung auswählen',
    selected: count => `Ausgewählt: ${deliveriesOf(count)}`, redeliver: 'Ausgewählte noch einmal zustellen',
    clear: 'Keine auswählen', rest: 'Alle gezeigten auswählen',
    title: 'Die ausgewählten Zustellungen noch einmal zustellen', progress: 'Fortschritt',
    text: count => `Jetzt noch einmal zu senden: ${deliveriesOf(count)}. Ihre Versuche beginnen von vorn.`,
    again: count => `Auch senden, was der Empfänger bestätigt hat: ${deliveriesOf(count)}`,
    nothing: 'Der Empfänger hat alle bestätigt.',
    erased: count => `Ohne ihre Nutzdaten nicht zu senden: ${deliveriesOf(count)}.`,
    running: (done, all, complete, name) => `Eine Nachlieferung ${name && `von ${name} `}läuft: ${done} von `
      + `${complete ? '' : 'mindestens '}${deliveriesOf(all)} sind wieder offen.`,
    leave: 'Sie können diese Seite verlassen. Die Nachlieferung läuft weiter, und diese Seite zeigt sie, wenn Sie wiederkommen.',
    leaveList: 'Sie können diese Seite verlassen. Die Nachlieferung läuft weiter, und diese Seite zeigt sie wieder, nach einem '
      + 'Neuladen die Seite des Webhooks.',
    ended: (count, name) => `Die Nachlieferung ${name && `von ${name} `}ist fertig. Wieder offen: ${deliveriesOf(count)}.`,
    byIds: 'Nach Nachrichten-Ids', ids: 'Nachrichten-Ids',
    idsHint: 'Bis zu 1.000, mit Leerzeichen, Kommas oder Zeilenumbrüchen dazwischen. Der Zeitraum zählt dann nicht.',
    noId: text => `Das ist keine Nachrichten-Id: ${text}`, tooMany: 'Das sind mehr als 1.000 Nachrichten-Ids.',
    incomplete: 'Wählen Sie mindestens einen Status.',
  },
  event: {
    title: 'Ereignis', open: 'Wohin dieses Ereignis ging', sent: 'Wohin es ging', notSent: 'Warum nicht an die anderen Webhooks',
    delivery: 'Zustellung', why: 'Warum', noDelivery: 'Kein Webhook Ihres Kontos hat eine Zustellung dieses Ereignisses.',
    noDeliveryYet: 'Bisher ist keine geladen. Weitere Seiten haben vielleicht welche.',
    noOther: 'Es ging an alle anderen Webhooks Ihres Kontos, oder es gibt keine.',
    noOtherYet: 'Es ging an alle Webhooks, die bisher geladen sind.',
    others: count => `Ereignisse mit derselben Id: ${count} weitere. Erklärt ist das neueste.`,
    until: time => `Bis ${time}`,
    results: {
      delivered: 'Es wurde zugestellt.', pending: 'Es ist noch zu senden.', exhausted: 'Jeder Versuch ist gescheitert.',
      notSubscribed: 'Der Webhook hatte diesen Ereignistyp nicht abonniert.',
      filtered: 'Die Filter des Webhooks haben es abgelehnt.',
      otherScope: 'Es gehört zu einem anderen Konto oder iTwin als der Webhook.', inactive: 'Der Webhook war inaktiv.',
      paused: 'Es wartet auf das Ende einer Pause.',
      blocked: 'Der Webhook war von einem Administrator des Dienstes gesperrt.',
      erased: 'Sein Inhalt wurde gelöscht, bevor es zugestellt war.',
      neverReceived: 'Es ist kein solches Ereignis gespeichert: Es wurde nicht gesendet, wurde abgelehnt, ist zu alt, oder '
        + 'gehört anderen.',
      unreadable: 'Der gespeicherte Webhook ist nicht lesbar, daher wird nichts an ihn gesendet. Fragen Sie den Betreiber.',
    },
    reasons: {
      notCreated: 'Es gab ihn noch nicht.', unknown: 'Seine Einstellungen von damals sind nicht mehr bekannt.',
      operational: 'Ereignisse über Webhooks gehen nur an andere Webhooks ihres Eigentümers.',
      receiver: 'Der Empfänger hat darum gebeten.', owner: 'Sein Eigentümer hat ihn pausiert.',
      webhook: 'Dieser Webhook war gesperrt.', client: 'Seine Anwendung war gesperrt.', account: 'Sein Konto war gesperrt.',
      move: 'Sein Konto zieht gerade um.',
    },
  },
  compare: {
    button: 'Zwei Versuche vergleichen', title: 'Zwei Versuche nebeneinander', first: 'Vergleiche', second: 'mit', what: 'Teil',
    differs: 'anders', error: 'Fehler', cause: 'Ursache', time: 'Zeit', equal: 'Die Anfänge sind gleich.',
  },
  curl: {
    button: 'Als curl kopieren', command: 'Der Befehl',
    text: attempt => `Sendet diesen Body an die jetzige URL des Webhooks, mit den Headern von: ${attempt}. Für eine `
      + 'POSIX-Shell.',
    noAttempt: 'Sendet den Body an die jetzige URL des Webhooks. Kein Versuch hat Header, die er haben könnte. Für eine '
      + 'POSIX-Shell.',
    masked: 'Geheimes ist durch *** ersetzt, und Signaturen sind gekürzt. Ersetzen Sie sie, bevor Sie den Befehl ausführen:',
    headers: names => `Header: ${names}`, query: names => `Werte der URL: ${names}`,
    unsigned: 'Der Befehl hat keine Signatur, ein Empfänger, der Signaturen prüft, lehnt ihn also ab.',
  },
  acts: {
    title: 'Verlauf', time: 'Zeit', act: 'Was', by: 'Von', detail: 'Einzelheit',
    empty: 'Es ist nichts vermerkt. Einträge werden im Regelfall ein Jahr aufbewahrt.',
    through: client => `über ${client}`,
    others: {product: 'Der Dienst selbst', other: 'Ein Administrator außerhalb Ihres Kontos, oder nicht vermerkt'},
    names: {
      'webhook.created': 'Angelegt', 'webhook.updated': 'Geändert', 'webhook.activated': 'Aktiviert',
      'webhook.deactivated': 'Deaktiviert', 'webhook.deleted': 'Gelöscht', 'secret.rotated': 'Secret erneuert',
      'signingKey.rotated': 'Signaturschlüssel erneuert', 'options.updated': 'Optionen geändert',
      'webhook.paused': 'Pausiert', 'webhook.resumed': 'Fortgesetzt', 'webhook.tested': 'Testereignis gesendet',
      'authentication.tested': 'Anmeldung getestet', 'certificate.requested': 'Zertifikat angefordert',
      'verification.requested': 'Nachweis angefordert', 'webhook.verified': 'Nachgewiesen',
      'delivery.redelivered': 'Noch einmal zugestellt', 'deliveries.recovered': 'Zustellungen nachgeliefert',
      'deliveries.reconciled': 'Fehlende Zustellungen noch einmal gesendet',
      'delivery.erased': 'Nutzdaten gelöscht',
      'deliveries.read': 'Zustellungen vom Betreiber gelesen', 'event.erased': 'Nutzdaten eines Ereignisses gelöscht',
      'events.erased': 'Nutzdaten von Ereignissen gelöscht',
      'alert.created': 'Mails angefordert', 'alert.confirmed': 'Adresse für Mails bestätigt', 'alert.deleted': 'Mails gelöscht',
      'alert.unsubscribed': 'Mails über ihren Link beendet',
      'itwin.put': 'iTwin eingetragen', 'itwin.moved': 'iTwin verschoben', 'itwin.removed': 'iTwin entfernt',
      'permissions.granted': 'Berechtigungen erteilt', 'permissions.revoked': 'Berechtigungen entzogen',
      'events.replayed': 'Abgelehnte Ereignisse eingespielt', 'events.discarded': 'Abgelehnte Ereignisse verworfen',
      'rejectedEvent.edited': 'Abgelehntes Ereignis berichtigt',
      'block.added': 'Gesperrt', 'block.removed': 'Sperre aufgehoben',
      'portalSession.created': 'Portalsitzung erzeugt', 'portalSession.opened': 'Portalsitzung geöffnet',
      'portalSession.ended': 'Portalsitzung beendet',
    },
  },
  eventTypes: {
    title: 'Ereignistypen',
    intro: 'Was Webhooks abonnieren können. Die Eigenschaften sind die des Inhalts; der Dienst prüft Ereignisse nicht dagegen.',
    search: 'Name oder Eigenschaft suchen', properties: 'Eigenschaften des Inhalts', noProperties: 'Nicht beschrieben.',
    noDescription: 'Vom Betreiber hinzugefügt.',
    sample: 'Ein Beispiel', receives: 'Was ein Empfänger erhält', noMatch: 'Kein Ereignistyp '
      + 'passt.', headers: 'Header', body: 'Body',
    signature: 'Jeder Body hat zwei Signaturen. Prüfen Sie eine davon mit dem Secret des Webhooks, über die Bytes des Bodys, '
      + 'so wie '
      + 'sie kamen.',
    count: (shown, all) => shown === all ? of(all, 'Ereignistyp', 'Ereignistypen') : `${shown} von ${eventTypesOf(all)}`,
  },
  alerts: {
    title: 'Meldungen',
    intro: 'Wählen Sie, wer erfährt, dass ein Webhook Aufmerksamkeit braucht: per Mail oder durch einen Webhook. Eine Adresse '
      + 'erhält zuerst eine Mail mit einem Link, und keine weitere, bevor sie auf der Seite des Links bestätigt ist.',
    noMail: 'Dieser Dienst verschickt keine Mails. Sein Betreiber kann webhooks.mail.host setzen. Stattdessen kann ein Webhook '
      + 'Bescheid geben, siehe unten.',
    empty: 'Noch keine Adresse erhält Meldungen.',
    email: 'Adresse', emailHint: 'Höchstens eine Mail je Stunde und Webhook. Jede hat einen Link, der sie beendet.',
    reasons: 'Anlässe', about: 'Betrifft', state: 'Stand', ofAccount: 'Alle Webhooks des Kontos', ofClient: 'Die Webhooks von',
    confirmed: 'Bestätigt', unconfirmed: 'Nicht bestätigt', until: 'bis',
    kinds: {webhookFailing: 'ein Webhook, der fehlschlägt', webhookDeactivated: 'ein Webhook, der deaktiviert wurde',
      certificateExpiring: 'ein Client-Zertifikat, das bald endet', backlogHigh: 'ein großer Rückstand des Dienstes'},
    add: 'Eine Adresse hinzufügen', button: 'Link schicken',
    search: 'Einen Webhook suchen', found: count => `Gefundene Webhooks: ${count}`, webhook: 'Betrifft',
    created: email => `Eine Mail mit einem Link ist unterwegs an ${email}. Der Link gilt 24 Stunden.`,
    remove: 'Löschen', removeTitle: 'Diese Meldung löschen?',
    removeText: email => `${email} erhält keine dieser Mails mehr, und die Adresse wird gelöscht.`,
    removed: 'Die Meldung ist gelöscht.',
    byWebhook: 'Durch einen Webhook',
    byWebhookText: 'Ein Webhook derselben Anwendung kann diese Ereignisse über alle ihre anderen Webhooks erhalten. Setzen Sie '
      + 'die URL seines Empfängers in diesen Befehl ein, und aktivieren Sie den Webhook danach.',
    backlogText: 'Ein großer Rückstand des Dienstes betrifft keinen einzelnen Webhook. Er wird per Mail gemeldet, und '
      + 'Betreibern über das Topic webhooks.operations.',
  },
  alertLink: {
    confirm: {title: 'Diese Adresse bestätigen',
      text: 'Danach erhält die Adresse Mails über Webhooks, die Aufmerksamkeit brauchen.', button: 'Bestätigen',
      done: 'Erledigt. Wenn der Link noch gültig war, ist die Adresse bestätigt. Sonst fordern Sie eine neue Mail an.'},
    unsubscribe: {title: 'Diese Mails beenden',
      text: 'Danach erhält die Adresse keine dieser Mails mehr, und sie wird gelöscht.', button: 'Mails beenden',
      done: 'Erledigt. Es kommen keine Mails mehr, und die Adresse ist gelöscht.'},
  },
  create: {
    local: 'Dieser Host sieht aus wie einer innerhalb eines Netzes. Die API lehnt ihn ab, wenn der Betreiber das Netz nicht '
      + 'erlaubt.',
    title: 'Einen Webhook anlegen',
    intro: 'Nur eine Dienstanwendung kann einen Webhook anlegen, mit einem eigenen Token. Diese Seite erzeugt die '
      + 'Befehle dafür: anlegen, Optionen setzen, aktivieren. Bis dahin ist der neue Webhook inaktiv.',
    url: 'URL des Empfängers', urlHint: 'https, höchstens 2.048 Zeichen, ohne Benutzer und Fragment. Eine Query bleibt, wie sie '
      + 'ist. Die Adresse muss öffentlich sein.',
    scope: 'Bereich', scopes: {Account: 'Alle Ereignisse des Kontos', iTwin: 'Ereignisse eines iTwins'},
    scopeId: 'Id des iTwins', scopeIdHint: 'Eine UUID. Die Anwendung braucht die Berechtigung webhooks_maintainer für diesen '
      + 'iTwin.',
    types: 'Ereignistypen', typesHint: 'Mindestens einer.', command: 'Die Befehle',
    faults: {
      missing: 'Geben Sie die URL ein.', noUrl: 'Das ist keine URL.', https: 'Nur https ist erlaubt.',
      user: 'Eine URL mit Benutzer ist nicht erlaubt.',
      fragment: 'Eine URL mit Fragment (#) ist nicht erlaubt.', length: 'Die URL ist zu lang.',
      iTwin: 'Geben Sie die UUID des iTwins ein.', types: 'Wählen Sie mindestens einen Ereignistyp.',
    },
    commands: {create: 'Anlegen', options: 'Optionen setzen', verify: 'Den Empfänger nachweisen lassen, dass er die Anfragen '
      + 'will',
      activate: 'Aktivieren'},
    about: {
      create: 'TOKEN ist ein Access-Token der Dienstanwendung mit dem Scope webhooks:modify. Die Antwort hat das Secret, das nur '
        + 'jetzt gezeigt wird; der Befehl merkt sich die Id für die nächsten, in derselben Shell.',
      options: 'Vor der Aktivierung, damit schon die erste Anfrage sie hat.',
      verify: 'Der Empfänger muss eine Aufgabe beantworten. Ohne diesen Nachweis kann der Webhook nicht aktiviert werden.',
      activate: 'Wenn der Empfänger bereit ist und das Secret hat. Ereignisse, die von da an geschehen, werden zugestellt.',
    },
    hasSecret: 'Dieser Befehl hat die Geheimnisse, die Sie eingegeben haben. Er gehört nicht in Dateien und nicht in den Verlauf '
      + 'der Shell.',
    optionsHint: 'Keine ist nötig. Sie können auch später gesetzt werden, auf der Seite des Webhooks.',
    addOption: 'In den Befehl aufnehmen',
    sample: 'Was ein Empfänger erhält',
    lacksSecret: name => `Geben Sie das Geheimnis ein: ${name}. Die Seite bewahrt es nicht auf.`,
    empty: 'Neu beginnen',
    notYet: 'Die Befehle erscheinen hier, wenn nichts mehr fehlt.', toCommands: 'Zu den Befehlen springen',
    toWebhooks: 'Den neuen Webhook in der Liste ansehen',
  },
  wait: {
    refused: seconds => `Zu viele Anfragen. Versuchen Sie es in ${seconds} s noch einmal.`,
    page: (seconds, until) => `Zu viele Anfragen. Was die Seite als Nächstes liest, wartet ${seconds} s, bis ${until}.`,
    figures: (seconds, until) => `Zu viele Anfragen. Die Zahlen warten ${seconds} s, bis ${until}.`,
  },
  operator: {
    title: 'Betrieb',
    parts: {node: 'Knoten', accounts: 'Konten', webhooks: 'Alle Webhooks', blocks: 'Sperren', rejected: 'Abgelehnte Ereignisse',
      audit: 'Audit-Protokoll', settings: 'Einstellungen'},
    account: 'Konto', client: 'Anwendung', reason: 'Grund', time: 'Zeit', noWebhooks: 'Keine Webhooks.',
    node: {
      title: 'Knoten', host: 'Host', version: 'Version', started: 'Gestartet', seen: 'Zuletzt gesehen', state: 'Zustand',
      broker: 'Broker',
      running: 'Läuft', late: 'Nicht gesehen', answers: 'Antwortet', down: since => `Keine Antwort seit ${since}`,
      lateHint: 'Ein Knoten, der nicht gesehen wird, ist abgestürzt, angehalten, oder er erreicht die Datenbank nicht. Er '
        + 'bleibt eine '
        + 'Stunde in der Liste.',
      mixed: 'Die Knoten haben verschiedene Versionen. Während einer Aktualisierung ist das in Ordnung; schließen Sie sie '
        + 'bald ab.',
      database: 'Datenbank',
      none: 'Noch hat sich kein Knoten gemeldet. Ein Knoten tut das innerhalb von zehn Sekunden nach seinem Start.',
      overTime: 'Im Verlauf', over: 'Offene Zustellungen', per: {PT2M: 'Je zwei Minuten', PT1H: 'Je Stunde'},
      window: {PT1H: '1 Stunde', P1D: '24 Stunden'},
      flows: {events: 'Ereignisse', succeeded: 'Zugestellt', exhausted: 'Gescheitert'},
      backlog: 'Offene Zustellungen', oldest: 'Älteste offene',
      hint: 'Die Summen aller Knoten, auch der gestoppten. Ein Knoten schreibt seine Zahlen alle zehn '
        + 'Sekunden.',
    },
    accounts: {
      without: 'Kein Konto',
      intro: 'Die Konten mit den meisten offenen Zustellungen. Raten gelten für beendete Zustellungen, nach der Zeit, zu der ihr '
        + 'Ereignis eintraf.',
      pending: 'Offen', oldest: 'Älteste offene', rate: 'Zugestellt pro '
        + 'Minute', exhausted: 'Gescheitert', cancelled: 'Abgebrochen',
      share: 'Anteil gescheitert', window: {PT1H: '1 Stunde', P1D: '24 Stunden'},
      search: 'Teil der Id eines Kontos', noMatch: 'Kein Konto passt.',
      empty: 'Kein Konto hat offene Zustellungen, oder beendete in diesem Zeitraum.',
      pendingPart: 'Es sind mehr Zustellungen offen, als hier gezählt werden. Die Zahlen sind deshalb Untergrenzen, und Konten '
        + 'können fehlen.',
      finishedPart: since => `Beendete Zustellungen sind nur seit ${since} gezählt: In diesem Zeitraum sind es zu viele.`,
    },
    settings: {
      intro: 'Die Einstellungen des antwortenden Knotens, wie sie seit seinem Start gelten. Geheimnisse sind ***.', name: 'Name',
      value: 'Wert', source: 'Quelle',
      search: 'Name oder Wert suchen', changed: 'Nur gesetzte', none: 'keiner',
      sources: {default: 'Vorgabe', file: 'Datei', 'environment variable': 'Umgebungsvariable',
        'system property': 'Systemeigenschaft', 'configuration of the server': 'Konfiguration des Servers',
        preset: 'Voreinstellung', argument: 'Argument'},
      noMatch: 'Keine Einstellung passt.',
    },
    rejected: {
      empty: 'Keine abgelehnten Ereignisse.', body: 'Die Nachricht', replay: 'Noch einmal einspielen',
      replayAll: 'Alle noch einmal einspielen', replayAllTitle: 'Alle abgelehnten Ereignisse noch einmal einspielen?',
      replayAllText: (count, complete) => `${complete ? '' : 'Mehr als '}${of(count, 'Ereignis wird', 'Ereignisse werden')} noch `
        + 'einmal an die Annahme gesendet. Was immer noch nicht angenommen werden kann, kommt hierher zurück.',
      replayed: count => `${of(count, 'Ereignis wird', 'Ereignisse werden')} noch einmal an die Annahme gesendet.`,
      hint: 'Nachrichten, die so nie angenommen werden können. Spielen Sie sie noch einmal ein, wenn die Ursache behoben ist, '
        + 'zum '
        + 'Beispiel ein fehlender iTwin.',
      cut: path => 'Die Nachricht ist länger als die gezeigten 8 KiB. Sie kann eingespielt oder verworfen, aber hier nicht '
        + 'berichtigt werden. Die Anwendung, die sie veröffentlicht hat, hat sie ganz: Veröffentlichen Sie das berichtigte '
        + 'Ereignis und verwerfen Sie dieses, oder ersetzen Sie die Nachricht über die API, '
        + `PUT ${path}, mit höchstens 64 KiB.`,
      unreadable: 'Die Nachricht kann nicht gezeigt werden.', noMatch: 'Kein abgelehntes Ereignis passt.',
      reason: 'Teil des Grundes',
      again: count => count === '1' ? 'Nach einem Einspielen wieder abgelehnt'
        : `Nach ${count}-maligem Einspielen wieder abgelehnt`,
      replayFound: 'Gefundene einspielen', replayFoundTitle: 'Alle passenden abgelehnten Ereignisse noch einmal einspielen?',
      discard: 'Verwerfen', discardTitle: 'Dieses Ereignis verwerfen?', discardAll: 'Alle verwerfen',
      discardFound: 'Gefundene verwerfen',
      discardAllTitle: 'Alle abgelehnten Ereignisse verwerfen?',
      discardFoundTitle: 'Alle passenden abgelehnten Ereignisse verwerfen?',
      discardText: 'Das Ereignis geht verloren: Danach kann es nicht mehr eingespielt werden.',
      discardAllText: (count, complete) => `${complete ? '' : 'Mehr als '}${of(count, 'Ereignis geht', 'Ereignisse gehen')} `
        + 'verloren. Danach ist Einspielen nicht mehr möglich.',
      discardNeeds: 'Ich verstehe, dass diese Ereignisse verloren gehen.',
      discarded: count => `${of(count, 'Ereignis ist', 'Ereignisse sind')} verworfen.`,
      edit: 'Berichtigen', editTitle: 'Die Nachricht berichtigen', save: 'Speichern', saveAndReplay: 'Speichern und einspielen',
      editHint: 'Gespeichert wartet die Nachricht hier unter einer neuen Id, bis sie eingespielt wird.',
      noObject: 'Das ist kein JSON-Objekt.',
      corrected: 'Die Nachricht ist berichtigt. Sie wartet darauf, eingespielt zu werden.',
    },
    all: {
      search: 'Host, Pfad, Id oder Typ suchen', sort: 'Reihenfolge', backlog: 'Offen', failingSince: 'Schlägt fehl seit',
      sorts: {'': 'Neueste zuerst', failing: 'Fehlschlagende zuerst', backlog: 'Meiste offene zuerst', host: 'Nach Host'},
      streak: count => `${of(count, 'gescheiterter Versuch', 'gescheiterte Versuche')} in Folge.`,
      part: 'Es gibt zu viele Webhooks, um alle zu ordnen: Die ältesten fehlen.',
      readOnly: 'Diese Seite ändert nichts. Die URL steht hier ohne ihre Query, die Zugangsdaten enthalten kann.',
      audited: 'Jeder Blick auf Zustellungen eines anderen Kontos steht im Audit-Protokoll.',
      noDeliveries: 'Keine Zustellung passt.',
    },
    audit: {empty: 'Keine Einträge.', action: 'Handlung', who: 'Wer', what: 'Woran', user: 'Benutzer', detail: 'Einzelheit',
      webhook: 'Id des Webhooks', allActions: 'Alle Handlungen', product: 'Das Produkt'},
    pausedUntil: time => `Pausiert bis ${time}`,
    blocks: {
      kind: 'Art', kinds: {webhook: 'Webhook', client: 'Anwendung', account: 'Konto'}, id: 'Id', since: 'Seit',
      by: 'Gesperrt von',
      intro: 'Gesperrte Webhooks sind inaktiv, und niemand kann sie aktivieren oder testen. Fügen Sie eine Sperre aus der Liste '
        + 'aller Webhooks hinzu. Die Links in „Gesperrt von“ führen zum Audit-Protokoll, das auch den Benutzer nennt.',
      empty: 'Nichts ist gesperrt.', button: 'Sperren', of: kinds => `Sperre: ${kinds}`, add: 'Eine Sperre hinzufügen?',
      webhookAt: (id, host) => `${id} bei ${host}`,
      counting: 'Es wird gezählt, was das anhält …', noImpact: 'Was das anhält, ist zurzeit nicht zählbar.',
      impact: (active, all, pending) => `Das hält ${active} von ${of(all, 'Webhook', 'Webhooks')} an und bricht `
        + `${of(pending, 'offene Zustellung', 'offene Zustellungen')} ab.`,
      concerns: {
        webhook: (name, active) => active
          ? `Der Webhook ${name} wird deaktiviert, und seine offenen Zustellungen werden abgebrochen.`
          : `Der Webhook ${name} ist schon inaktiv.`,
        client: client => `Alle aktiven Webhooks der Anwendung ${client}, in jedem Konto, werden deaktiviert, und ihre offenen `
          + 'Zustellungen werden abgebrochen.',
        account: account => `Alle aktiven Webhooks des Kontos ${account} werden deaktiviert, und ihre offenen Zustellungen `
          + 'werden '
          + 'abgebrochen.',
      },
      effect: {
        webhook: 'Bis die Sperre aufgehoben ist, kann niemand ihn aktivieren oder testen. Danach bleibt er inaktiv, bis sein '
          + 'Eigentümer ihn aktiviert, oder Sie beim Aufheben der Sperre. Seine Anwendung kann den gleichen noch '
          + 'einmal anlegen: Um das zu verhindern, sperren '
          + 'Sie die '
          + 'Anwendung.',
        client: 'Bis die Sperre aufgehoben ist, kann niemand sie aktivieren oder testen oder andere für diese Anwendung anlegen. '
          + 'Danach bleiben sie inaktiv, bis ihre Eigentümer sie aktivieren, oder Sie beim Aufheben der Sperre.',
        account: 'Bis die Sperre aufgehoben ist, kann niemand sie aktivieren oder testen oder andere für dieses Konto anlegen. '
          + 'Danach bleiben sie inaktiv, bis ihre Eigentümer sie aktivieren, oder Sie beim Aufheben der Sperre.',
      },
      needs: {client: 'Ich verstehe, dass dies alle Webhooks der Anwendung betrifft.',
        account: 'Ich verstehe, dass dies alle Webhooks des Kontos betrifft.'},
      added: (kind, name) => `Gesperrt: ${kind} ${name}.`,
      remove: 'Sperre aufheben', removeTitle: 'Diese Sperre aufheben?',
      removed: (kind, name) => `Die Sperre ist aufgehoben: ${kind} ${name}.`,
      removeText: 'Die Webhooks bleiben inaktiv, bis ihre Eigentümer sie aktivieren.',
      reactivate: 'Die Webhooks wieder aktivieren, die diese Sperre deaktiviert hat',
      removeAndReactivate: 'Aufheben und aktivieren',
      reactivateText: 'Sie erhalten wieder neue Ereignisse. Abgebrochenes bleibt abgebrochen, bis es jemand nachliefert. '
        + 'Webhooks, die eine andere Sperre betrifft oder deren Eigentümer sie nicht mehr haben darf, bleiben inaktiv.',
      reactivated: (count, skipped, complete) => `Wieder aktiv: ${of(count, 'Webhook', 'Webhooks')}.`
        + `${skipped === '0' ? '' : ` Übersprungen und noch inaktiv: ${skipped}.`}`
        + `${complete ? '' : ' Es gibt weitere. Sie bleiben inaktiv, bis ihre Eigentümer sie aktivieren.'}`,
    },
    deactivateText: (name, account) => `${name} des Kontos ${account} erhält keine Ereignisse mehr, und die offenen Zustellungen `
      + 'werden abgebrochen. Der Eigentümer kann ihn wieder aktivieren, wenn Sie ihn nicht sperren.',
  },
  act: {
    edit: 'Bearbeiten', pause: 'Pausieren', resume: 'Fortsetzen',
    activate: 'Aktivieren', deactivate: 'Deaktivieren', test: 'Testereignis senden', redeliver: 'Noch einmal zustellen',
    recover: 'Zustellungen nachliefern',
    rotate: 'Secret erneuern', remove: 'Löschen',
    removed: 'Der Webhook ist gelöscht.',
    gone: 'Diesen Webhook gibt es nicht mehr, oder Sie dürfen ihn nicht mehr verwalten.',
    activated: name => `Der Webhook ${name} ist aktiv.`, deactivated: name => `Der Webhook ${name} ist inaktiv.`,
    redelivered: 'Die Zustellung ist wieder offen.',
    activateTitle: 'Diesen Webhook aktivieren?',
    activateText: name => `${name} erhält die Ereignisse, die ab jetzt eintreten. Ereignisse aus der Zeit, in der er inaktiv `
      + 'war, werden nicht zugestellt.',
    deactivateTitle: 'Diesen Webhook deaktivieren?',
    deactivateText: (host, pending) => `${host} erhält keine Ereignisse mehr. `
      + (pending ? `Offenes wird abgebrochen: ${deliveriesOf(pending)}. Sie können es später nachliefern.`
        : 'Keine Zustellung ist offen.'),
    deactivateUnknown: host => `${host} erhält keine Ereignisse mehr. Offenes wird abgebrochen; wie viele Zustellungen das `
      + 'sind, ist '
      + 'nicht bekannt. Sie können sie später nachliefern.',
    removeTitle: 'Diesen Webhook löschen?',
    removeText: host => `${host} erhält keine Ereignisse mehr. Die URL, das Secret und offene Zustellungen sind endgültig `
      + 'gelöscht. '
      + 'Wenn Sie ihn vielleicht noch brauchen, deaktivieren Sie ihn stattdessen.',
    removeConfirm: 'Ich verstehe, dass dies nicht rückgängig gemacht werden kann.',
    testTitle: 'Testereignis',
    testText: 'Sendet jetzt ein Ereignis, ob der Webhook aktiv ist oder nicht. Der Empfänger kann es nicht von einem echten '
      + 'unterscheiden, außer es ist vom Typ webhooks.test.v1.',
    testType: 'Ereignistyp', testTypes: {test: 'Ein Test', own: 'Typen dieses Webhooks', others: 'Alle anderen Typen'},
    testContent: 'Inhalt',
    testContentHint: 'Ein JSON-Objekt. Ohne eines ist der Inhalt eine kurze Nachricht.', testNoObject: 'Das ist kein '
      + 'JSON-Objekt.',
    testNoExample: 'Das Beispiel konnte nicht gelesen werden.',
    testRunning: 'Warten auf den Empfänger …', testAgain: 'Noch eines senden',
    testGood: 'Der Empfänger hat das Testereignis bestätigt.', testBad: 'Das Testereignis wurde nicht zugestellt.',
    toCount: 'Zur Anzahl der Zustellungen springen',
    recoverTitle: 'Zustellungen nachliefern',
    recoverText: 'Sendet Zustellungen noch einmal, die nicht zugestellt wurden. Ihre Versuche beginnen von vorn.',
    recoverInactive: 'Der Webhook ist inaktiv. Aktivieren Sie ihn zuerst.',
    recoverUncounted: 'Sie können sie ungezählt nachliefern.',
    recoverCount: (count, {complete}) => {
      if (String(count) !== '0') return `Noch einmal zu senden: ${complete ? '' : 'mindestens '}${deliveriesOf(count)}.`;
      return complete ? 'In diesem Zeitraum ist nichts noch einmal zu senden.'
        : 'Wie viele Zustellungen noch einmal zu senden sind, ist nicht bekannt: Es gibt zu viele anderer Typen.';
    },
    counting: 'Wird gezählt …', recoverStart: 'Nachliefern', recovered: count => `Wieder offen: ${deliveriesOf(count)}.`,
    recoverContinues: count => `Wieder offen: ${deliveriesOf(count)}; der Rest folgt im Hintergrund.`,
    include: 'Welche', exhausted: 'Gescheiterte', cancelled: 'Abgebrochene', pending: 'Offene, sofort zu senden',
    rotateTitle: 'Secret erneuern',
    rotateUnknown: 'Wenn der Verlauf die Erneuerung zeigt, erneuern Sie noch einmal, und geben Sie dem Empfänger dieses Secret '
      + 'sofort: Sein jetziges endet dann.',
    rotateText: name => `Erzeugt ein neues Secret für ${name}. Während der gewählten Zeit sind Zustellungen auch mit dem alten `
      + 'signiert, in webhook-signature. Der Header Signature hat nur das neue.',
    overlap: 'Das alte Secret bleibt gültig', overlaps: {PT0S: 'Gar nicht', PT1H: '1 Stunde', P1D: '1 Tag', P7D: '7 Tage'},
    rotated: name => `Das ist das neue Secret von ${name}. Es wird nur jetzt gezeigt.`, secretKept: 'Ich habe es verwahrt',
    secretNotCopied: 'Das Secret ist noch nicht kopiert und wird nur jetzt gezeigt. Wenn Sie es schließen, erneuern Sie noch '
      + 'einmal, '
      + 'um ein anderes zu erhalten.',
    secretLost: 'Ohne das Secret schließen', oldUntil: time => `Das alte Secret gilt bis ${time}.`,
  },
  options: {
    title: 'Optionen',
    intro: 'Welche Ereignisse dieser Webhook erhält, und wie er sie sendet.',
    forms: 'Jedes Formular sagt, was eine Änderung für wartende Zustellungen bedeutet.', notSet: 'Nicht gesetzt.',
    set: 'Setzen', change: 'Ändern', reset: 'Zurücksetzen', save: 'Speichern', hidden: 'Gesetzt, wird nie gezeigt',
    keep: 'Lassen Sie das Feld leer, um den jetzigen Wert zu behalten.',
    unreadable: 'Das ist nicht lesbar. Zahlen haben Ziffern und einen Punkt, Zeiten eine Einheit (10 s, 5 min, 2 h, 1 d); '
      + 'Vorlagen '
      + 'und Filter sind JSON.',
    yes: 'Ja', no: 'Nein', examples: 'Ein Beispiel hinzufügen:',
    filterExamples: {exact: 'gleich', in: 'eines von', prefix: 'beginnt mit', number: 'Zahl', exists: 'vorhanden',
      any: 'mindestens eines', not: 'nicht'},
    unbound: 'Die Adresse des Empfängers hat sich geändert, seit ein Secret gesetzt wurde, deshalb wird es nicht gesendet. '
      + 'Setzen '
      + 'Sie es noch einmal.',
    item: number => `Header ${number}`, addItem: 'Header hinzufügen', removeItem: number => `Header ${number} entfernen`,
    saved: name => `Gespeichert: ${name}.`, resetTitle: name => `Zurücksetzen: ${name}?`, resetDone: name => `Zurückgesetzt: `
      + `${name}.`,
    resetText: {
      headers: 'Anfragen haben keine Header von Ihnen mehr. Deren geheime Werte sind endgültig gelöscht.',
      authentication: 'Anfragen haben keine Zugangsdaten mehr. Das Passwort oder das Client-Secret ist endgültig gelöscht.',
      format: 'Der Empfänger erhält Ereignisse wieder wie auf der iTwin Platform.',
      throttle: 'Die Anfragen sind nicht mehr begrenzt.',
      description: 'Der Text ist endgültig gelöscht.', filters: 'Alle Ereignisse der Ereignistypen passen wieder.',
      eventTypePatterns: 'Nur die Ereignistypen des Webhooks passen.',
      tls: 'Anfragen haben kein Client-Zertifikat mehr, und den öffentlichen Stellen wird vertraut. Der Schlüssel ist endgültig '
        + 'gelöscht.',
      signature: 'Anfragen sind nur noch mit dem Secret signiert. Der Signaturschlüssel ist endgültig gelöscht: Empfänger, die '
        + 'v1a '
        + 'prüfen, lehnen ab, was kommt.',
      timeout: 'Die Zeitgrenze des Dienstes gilt wieder.', retry: 'Die Wiederholungen des Dienstes gelten wieder.',
      retention: 'Nutzdaten bleiben so lange wie Zustellungen und werden ganz gezeigt.', other: 'Die Option ist nicht mehr '
        + 'gesetzt.',
    },
    names: {headers: 'Header', authentication: 'Anmeldung', format: 'Format', throttle: 'Drosselung',
      description: 'Beschreibung', eventTypePatterns: 'Muster von Ereignistypen', filters: 'Filter', tls: 'Client-Zertifikat',
      signature: 'Signatur', timeout: 'Zeitgrenze', retry: 'Wiederholungen', retention: 'Aufbewahrung'},
    resetMeans: {
      description: 'Zustellungen bleiben gleich.', retry: 'Wartende Zustellungen behalten ihre nächste Zeit.',
      signature: NEXT_ATTEMPT,
    },
    means: {
      description: 'Zustellungen bleiben gleich. Die Liste der Webhooks zeigt und findet sie.',
      eventTypePatterns: 'Gilt für Ereignisse, die von jetzt an kommen. Was schon wartet, wird noch gesendet.',
      filters: 'Gilt für Ereignisse, die von jetzt an kommen. Was schon wartet, wird noch gesendet.',
      retry: 'Wartende Zustellungen behalten ihre nächste Zeit. Nach ihrem nächsten Fehlschlag entscheidet dieser Plan.',
      retention: 'Gilt sofort, auch für schon Aufbewahrtes. Eine längere Zeit bringt nichts zurück.',
      signature: 'Gilt ab dem nächsten Versuch, auch für wartende Zustellungen. Geben Sie dem Empfänger den öffentlichen '
        + 'Schlüssel, bevor er v1a erwartet.',
      throttle: 'Gilt innerhalb einer Sekunde, auch für wartende Zustellungen: Ihre Reihenfolge bleibt.',
      headers: NEXT_ATTEMPT, authentication: NEXT_ATTEMPT, format: NEXT_ATTEMPT, tls: NEXT_ATTEMPT, timeout: NEXT_ATTEMPT,
    },
    about: {
      headers: 'Header, die jede Anfrage hat, zum Beispiel ein API-Schlüssel. Werte sind geheim, wenn Sie nichts anderes sagen.',
      authentication: 'Wie der Dienst dem Empfänger beweist, wer er ist: mit einem Benutzernamen, oder mit einem Token eines '
        + 'OAuth-2.0-Ausstellers.',
      format: 'Die Form, in der der Empfänger Ereignisse erhält: wie auf der iTwin Platform, als CloudEvents, oder nach einer '
        + 'Vorlage.',
      throttle: 'Begrenzt die Anfragen an den Empfänger. Was die Grenze übersteigt, wartet.',
      description: 'Wofür der Webhook da ist, in bis zu 1.000 Zeichen.',
      eventTypePatterns: 'Weitere Ereignistypen nach Muster, eines pro Zeile: * ist ein Teil zwischen Punkten, ** am Ende '
        + 'alle, die '
        + 'folgen. Neue Typen des Katalogs passen auch.',
      filters: 'Bedingungen an das Ereignis, die alle gelten müssen, sonst wird es nicht zugestellt. Ein JSON-Array.',
      tls: 'Zeigt dem Empfänger ein Client-Zertifikat (gegenseitiges TLS), oder vertraut einer privaten Stelle. Lassen Sie den '
        + 'Dienst den Schlüssel erzeugen: Fordern Sie ein Zertifikat an, und fügen Sie hier ein, was Ihre Stelle antwortet.',
      signature: 'v1 ist mit dem Secret signiert, v1a mit einem Schlüsselpaar (Ed25519): Ein Empfänger von v1a braucht nur den '
        + 'öffentlichen Schlüssel.',
      timeout: 'Wie lange ein Versuch dauern darf: Auflösen des Namens, Verbinden, TLS und Warten auf die Antwort zusammen.',
      retry: 'Wann eine gescheiterte Zustellung wiederholt wird, und welche Antworten sie sofort beenden.',
      retention: 'Wie lange Nutzdaten nach dem Ende einer Zustellung bleiben, und was die Zustellungen davon zeigen.',
    },
    fields: {
      name: 'Name', value: 'Wert', secret: 'Der Wert ist geheim', type: 'Art', username: 'Benutzername', password: 'Passwort',
      tokenUrl: 'URL des Ausstellers', clientId: 'Client-Id', clientSecret: 'Client-Secret', scope: 'Scope',
      audience: 'Audience',
      clientAuthentication: 'Das Client-Secret wird gesendet', mode: 'Form', template: 'Vorlage',
      requestsPerSecond: 'Anfragen pro Sekunde', maxInFlight: 'Anfragen gleichzeitig',
      certificateChain: 'Zertifikat, und die es ausgestellt haben', privateKey: 'Privater Schlüssel',
      trustedCertificates: 'Vertrauenswürdige Stellen',
      subject: 'Inhaber', issuer: 'Aussteller', notAfter: 'Gültig bis', sha256: 'SHA-256', publicKey: 'Öffentlicher Schlüssel',
      schemes: 'Signaturen', schedule: 'Wartezeiten vor Wiederholungen', finalStatuses: 'Endgültige Antworten',
      payload: 'Nutzdaten bleiben', storeResponse: 'Den Anfang von Antworten aufbewahren', redact: 'Verborgene Teile',
    },
    hints: {
      tokenUrl: 'https, bei einer öffentlichen Adresse.', scope: 'Kann leer bleiben.', audience: 'Kann leer bleiben.',
      requestsPerSecond: '0.1 bis 1000. Leer: nicht begrenzt.',
      maxInFlight: '1 bis 100. Leer: nicht begrenzt.',
      description: 'Die Liste der Webhooks zeigt sie.', eventTypePatterns: 'Zum Beispiel iModels.** oder *.jobCompleted.v1',
      filters: 'Schlüssel sind eventType, iTwinId, messageId oder Pfade wie $.content.result. Zahlen werden dezimal verglichen.',
      certificateChain: 'PEM: das Zertifikat zuerst.',
      privateKey: 'PEM, nicht verschlüsselt. Leer: der jetzige Schlüssel, oder der der letzten Zertifikatsanforderung.',
      trustedCertificates: 'PEM. Leer: die öffentlichen Stellen. Sonst nur diese.',
      timeout: 'Von 1 s bis 30 s, zum Beispiel 20 s. Über 5 s teilt sich der Webhook die Plätze langsamer Empfänger.',
      schedule: 'Eine Wartezeit nach jedem Fehlschlag, zum Beispiel 10 s, 5 min, 2 h, 1 d. 0: keine Wiederholung. Leer: wie der '
        + 'Dienst es tut.',
      finalStatuses: 'Status von 300 bis 599, zum Beispiel 400, 422.',
      payload: 'Zum Beispiel 1 h oder 7 d, höchstens 14 d; 0 s verbirgt sie sofort. Leer: so lange wie Zustellungen.',
      redact: 'Pfade unter $.content, einer pro Zeile, zum Beispiel $.content.email. Anfragen behalten sie.',
      template: 'JSON mit Platzhaltern wie ${$.eventType} und ${$.content.x ?? "none"}.',
    },
    choices: {
      'schemes.v1': 'v1: mit dem Secret', 'schemes.v1 v1a': 'v1 und v1a', 'schemes.v1a': 'v1a: mit einem Schlüsselpaar',
      basic: 'Benutzername und Passwort', oauth2: 'Token eines OAuth-2.0-Ausstellers',
      'clientAuthentication.basic': 'Im Header Authorization', 'clientAuthentication.post': 'Im Body',
      itwin: 'Wie auf der iTwin Platform',
      'cloudevents-structured': 'CloudEvents, strukturiert', 'cloudevents-binary': 'CloudEvents, binär',
      template: 'Nach einer Vorlage',
    },
    proof: {
      title: 'Nachweis des Empfängers', verify: 'Nachweisen', method: 'Verfahren',
      methods: {challenge: 'Aufgabe', options: 'Zustimmung'},
      none: 'Der Empfänger hat nicht nachgewiesen, dass er die Anfragen dieses Webhooks will.',
      since: (time, method) => `Nachgewiesen am ${time}: ${method}. Eine andere URL braucht einen eigenen Nachweis.`,
      about: name => `Bittet den Empfänger von ${name} einmal um einen Nachweis, dass er die Anfragen dieses Webhooks will.`,
      hints: {challenge: 'Der Empfänger erhält ein signiertes Ereignis vom Typ webhooks.verification.v1 und muss mit dessen Wert '
        + 'challenge antworten.',
        options: 'Der Empfänger erhält eine OPTIONS-Anfrage und muss mit WebHook-Allowed-Origin antworten. Er kann eine Rate '
          + 'erlauben, die zur Drosselung wird.'},
      causes: {'no challenge': 'Die Antwort wiederholt den Wert challenge nicht.',
        'no consent': 'Die Antwort hat kein WebHook-Allowed-Origin für diesen Dienst.',
        'invalid rate': 'WebHook-Allowed-Rate ist keine positive Zahl.',
        'URL changed': 'Die URL des Webhooks hat sich währenddessen geändert.'},
      failed: 'Es gibt keinen Nachweis.', done: 'Der Empfänger ist nachgewiesen.',
    },
    pause: 'Pause', pauseStart: 'Pausieren', pauseChange: 'Ende ändern', pauseTitle: 'Diesen Webhook pausieren?',
    resume: 'Fortsetzen',
    notPaused: 'Nicht pausiert: Zustellungen werden gesendet, wie sie kommen.',
    pauseAbout: name => `Solange ${name} pausiert ist, warten seine Ereignisse. Laufende Anfragen enden, und Testereignisse `
      + 'werden gesendet.',
    pauseUntil: 'Bis', pauseHint: 'Innerhalb der nächsten 14 Tage. Danach setzt er von selbst fort.',
    pausedUntil: time => `Pausiert bis ${time}.`,
    resumeTitle: 'Diesen Webhook fortsetzen?',
    resumeText: name => `Was für ${name} wartet, wird zugestellt, anfangs wenige Anfragen gleichzeitig.`,
    resumed: name => `Der Webhook ${name} ist nicht mehr pausiert.`,
  },
  optionActs: {
    names: {request: 'Zertifikat anfordern', rotateKey: 'Signaturschlüssel ersetzen', testToken: 'Anmeldung testen'},
    about: {
      request: 'Erzeugt einen Schlüssel, der den Dienst nie verlässt, und eine Anforderung, die Ihre Stelle signiert. Das '
        + 'verwendete Zertifikat bleibt in Gebrauch. Eine zweite Anforderung ersetzt eine wartende.',
      rotateKey: 'Erzeugt ein neues Schlüsselpaar. Es wird sofort veröffentlicht und signiert später, damit Empfänger den '
        + 'öffentlichen Schlüssel vorher erhalten.',
      testToken: 'Fordert jetzt ein Token vom Aussteller an, wie die nächste Zustellung es täte. Das Token wird nicht gezeigt.',
    },
    made: 'Die Zertifikatsanforderung',
    subject: 'Inhaber', subjectHint: 'Zum Beispiel CN=webhooks,O=Example',
    requested: time => `Lassen Sie Ihre Stelle diese Anforderung signieren, und ändern Sie dann die Option: Fügen Sie das `
      + `Zertifikat ein. Der Schlüssel bleibt bis ${time}.`,
    useAfter: 'Mit dem neuen Schlüssel signieren', useAfters: {PT0S: 'Jetzt: der alte ist bekannt', PT1H: 'In 1 Stunde',
      P1D: 'In 1 Tag', P7D: 'In 7 Tagen'},
    rotated: time => `Der neue Schlüssel signiert ab ${time}. Empfänger mit eingetragenen Schlüsseln brauchen bis dahin beide.`,
    rotatedNow: 'Der neue Schlüssel signiert jetzt. Empfänger, die nur den alten kennen, lehnen Zustellungen ab.',
    tokenGood: 'Der Aussteller hat ein Token gegeben.', tokenBad: 'Der Test ist fehlgeschlagen.',
  },
  edit: {
    title: 'Den Webhook bearbeiten', saved: name => `Gespeichert: ${name}.`,
    more: 'Header, Filter, Wiederholungen und alle anderen Optionen stehen unter Optionen. Das Secret ersetzen Sie mit Secret '
      + 'erneuern.',
    sentAs: url => `Gespeichert wird ${url}`,
    means: {
      url: waiting => waiting === '0' ? 'Es wartet keine Zustellung. Spätere gehen an die neue URL.'
        : `Wartende Zustellungen${waiting ? ` (${waiting})` : ''} gehen mit ihrem nächsten Versuch an die neue URL. Um sie `
        + 'sofort zu senden, liefern Sie offene Zustellungen nach. Laufende Anfragen enden an der alten.',
      unbound: (_, options) => `Die neue Adresse hat einen anderen Ursprung. Geheimnisse werden erst dorthin gesendet, wenn `
        + `Sie sie `
        + `neu setzen: ${options}.`,
      perhapsUnbound: () => 'Die neue Adresse hat einen anderen Ursprung. Geheime Header, Zugangsdaten und ein Client-Zertifikat '
        + 'werden erst dorthin gesendet, wenn Sie sie neu setzen.',
      proof: () => 'Der Nachweis des Empfängers endet. Der neue Empfänger kann seinen eigenen geben, unter Optionen.',
      needsProof: () => 'Die neue URL braucht einen Nachweis des Empfängers, deshalb lehnt der Dienst sie ab, solange der '
        + 'Webhook '
        + 'aktiv ist. Deaktivieren Sie ihn zuerst, ändern Sie die URL, lassen Sie den Empfänger nachweisen, und aktivieren Sie '
        + 'ihn.',
      added: (_, types) => `Ereignisse, die von jetzt an geschehen, werden zugestellt: ${types}.`,
      removed: (_, types) => `Es werden keine Ereignisse mehr zugestellt: ${types}. Was schon wartet, wird noch gesendet.`,
      selected: (_, types) => `Muster von Ereignistypen wählen weiterhin: ${types}.`,
    },
  },
  preview: {
    start: 'Vorschau', title: 'Vorschau mit Ereignissen der letzten 24 Stunden',
    found: (matched, events) => `${matched} von ${events} Ereignissen passen.`,
    partial: 'Es gibt mehr Ereignisse, als untersucht werden: Es sind die neuesten.',
    show: 'Zeigen', showEvent: (type, id) => `Zeigen: ${type}, Nachricht ${id}`, matches: 'Dieses Ereignis passt.',
    filteredBy: path => `Von einem Filter verworfen: ${path}.`,
    reasons: {otherScope: 'Aus einem anderen Bereich.', notSubscribed: 'Sein Typ ist nicht abonniert.',
      filtered: 'Von einem Filter verworfen.'},
    request: 'Die Anfrage, die gesendet würde', example: 'Die Anfrage für ein Beispiel des Katalogs',
  },
  receiver: {
    title: 'Empfänger', intro: 'Was der Empfänger dieses Webhooks erhält, und ein Programm, das es prüft. Prüfen Sie die Bytes '
      + 'des '
      + 'Bodys, bevor Sie sie lesen, und antworten Sie 401, wenn die Signatur nicht stimmt.',
    headers: 'Header jeder Anfrage', headersHint: 'Geheime Werte sind ***. Der Body kommt, wie er signiert wurde.',
    program: 'Die Signatur prüfen', language: 'Sprache', scheme: 'Signatur',
    languages: {java: 'Java', node: 'Node.js', python: 'Python', shell: 'Shell', go: 'Go', csharp: 'C#'},
    schemes: {v1: 'v1: Secret', v1a: 'v1a: öffentlicher Schlüssel'},
    about: {
      v1: 'webhook-signature hat v1 und einen HMAC des Secrets. Während einer Erneuerung sind es zwei Werte, und einer muss '
        + 'passen.',
      v1a: 'webhook-signature hat v1a und eine Ed25519-Signatur. Der Empfänger braucht den öffentlichen Schlüssel und kein '
        + 'Secret. '
        + 'Wenn der Webhook beide Signaturen hat, beachtet ein Empfänger von v1a die andere nicht.',
    },
    twoKeys: 'Der Signaturschlüssel wird gerade ersetzt: Der Empfänger braucht beide Schlüssel.',
    try: 'Ausprobieren', tryHint: 'Mit den Headern und dem Body einer Zustellung. Der Exit-Code ist 0, wenn die Signatur stimmt.',
  },
};
