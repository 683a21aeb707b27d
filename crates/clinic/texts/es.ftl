# Marco
skip = Ir al contenido
made-up = Demostración: todas las personas son inventadas y nada se conserva de forma permanente.
nav = Secciones de la clínica
nav-today = Hoy
nav-patients = Pacientes
nav-stock = Aparatos y trazabilidad
nav-settings = Ajustes
nav-trail = Registro de accesos
sign-out = Salir
foot = Needlework ayuda a profesionales sanitarios habilitados; no decide. Cada regla conduce a sus fuentes.
number = N.º
to-start = Ir al inicio
save = Guardar
cancel = Cancelar
search = Buscar
found = Resultados
reason = Motivo
room = sala
when = Cuándo
who = Quién
what = Qué
patient = Paciente
from = desde
to = hasta
if-any = (si procede)
usual = habitual
nobody = nadie
not-set = sin fijar

# Fechas
day = { $day } de { $month } de { $year }
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
weekday-1 = Lunes
weekday-2 = Martes
weekday-3 = Miércoles
weekday-4 = Jueves
weekday-5 = Viernes
weekday-6 = Sábado
weekday-7 = Domingo

# Problemas
problem-401 = Entre en su cuenta
problem-403 = No permitido
problem-404 = No encontrado
problem-409 = Alguien se adelantó
problem-422 = Esto no se puede aceptar
problem-429 = Demasiados intentos
problem-500 = Un fallo del programa
problem-503 = No disponible en este momento
problem-sign-in = Aquí nadie ha entrado en su cuenta, o ya se ha salido. Entre y pruebe de nuevo.
problem-forbidden = Su función no lo permite. Hace falta una de estas: { $roles }.
problem-elsewhere = Esta petición no viene de una página de esta clínica y no se ha llevado a cabo. Abra aquí la página de nuevo y repítala.
problem-not-found = Aquí no existe esa página, ese paciente o ese documento, o la dirección está mal escrita.
problem-too-many = Tras demasiados intentos fallidos, nadie puede entrar con este nombre durante un tiempo. Pruebe de nuevo dentro de { $minutes } min.
problem-fault = Algo ha fallado en el programa; nada se ha quedado a medio cambiar. Pruebe de nuevo; si vuelve a ocurrir, avise a quien administra este servidor.
problem-back = Con «atrás» en su navegador vuelve al formulario, con lo que escribió.

# Funciones
role-front-desk = recepción
role-operator = operador
role-clinician = profesional sanitario
role-prescriber = prescriptor
role-physician = médico
role-owner = titular
role-researcher = investigador
role-patient = paciente

# Entrada
sign-in = Entrar
sign-in-name = Nombre de usuario
password = Contraseña
password-again = Su contraseña otra vez
new-password = Contraseña nueva
password-hint = De 12 a 128 caracteres; una frase de cuatro palabras es fácil de recordar.
code = Código
code-hint = seis cifras de su aplicación de autenticación
demonstration-heading = Eche un vistazo
demonstration-text = Esto es una demostración. Entre como una de estas personas inventadas; cada una ve lo que su función le permite.
take-up = Le damos la bienvenida
take-up-text = Entrará con el nombre { $name }. Elija una contraseña y conecte una aplicación de autenticación.
take-up-send = Empezar
authenticator = Aplicación de autenticación
authenticator-text = Escanee este cuadrado con una aplicación de autenticación de su teléfono y escriba después las seis cifras que muestra.
authenticator-secret = O escriba en ella este secreto:

# Cuenta
account = Mi cuenta
language = Idioma
change-password = Cambiar la contraseña
sign-ins = Dónde tiene abierta su cuenta
this-browser = este navegador
end = Cerrar

# Hoy
today-appointments = Citas de hoy
today-none = Hoy no se espera a nadie.
appointments-all = Todas las citas
nothing-waits = Nada pendiente.
board-unsigned = Sesiones sin firmar
board-in-review = Planes que esperan revisión
board-check-ins = Informes de pacientes sin respuesta
board-adverse-events = Eventos adversos abiertos
board-unplanned = Planes aprobados sin sesión
board-more = { $count ->
    [one] y 1 más
   *[other] y { $count } más
}
gate-ready = listo para empezar
gate-closed = no está listo
tag-unsigned = sesión sin firmar
tag-in-review = plan en revisión
tag-check-in = informe sin respuesta
tag-adverse-event = evento adverso abierto

# Pacientes
search-hint = apellidos, nombre, fecha de nacimiento o número
patients-count = { $count ->
    [0] Nadie coincide.
    [one] 1 paciente
   *[other] { $count } pacientes
}
patients-first = Los primeros { $shown } de { $total } pacientes; escriba más para acotar la búsqueda.
new-patient = Paciente nuevo
family-name = Apellidos
given-names = Nombre
birth-date = Fecha de nacimiento
clinic-number = Número en la clínica
telephone = Teléfono
mail = Correo electrónico
address = Dirección
contact = Contacto
correct-identity = Corregir nombre o contacto
reason-correction = Por qué cambian el nombre, la fecha de nacimiento o el número
alike-heading = ¿Es una de estas personas?
alike-text = Estas personas ya están registradas y parecen ser la misma. Abra su historia clínica o indique que se trata de otra persona.
is-another = Es otra persona
born = nació el { $day }, { $age } años

# Citas
appointments = Citas
appointments-none = No hay citas en los próximos sesenta días.
new-appointment = Cita nueva
cancel-appointment = anular
purpose = Para qué
purpose-consultation = consulta
purpose-treatment = tratamiento
purpose-review = revisión
starts = Empieza
minutes = Minutos

# Historia clínica
chart-parts = Secciones de la historia clínica
overview = Resumen
screening = Cribado
plans = Planes
consents = Consentimientos
sessions = Sesiones
photographs = Fotografías
timeline = Lo ocurrido
next-step = Siguiente paso
face-map = Mapa facial
zone-target = tratar
zone-protect = proteger
zone-exclude = dejar fuera
earlier-sessions = Dónde se trató con agujas
day-word = Día
zone = Zona
zones = Zonas
depth-mm = Profundidad ajustada, mm
passes = pasadas
next-sign = Hay una sesión abierta: todavía no se ha firmado nada de ella.
next-sign-action = Ir a la sesión
next-adverse-event = Hay un evento adverso abierto. No empieza ninguna sesión hasta que se cierre.
next-adverse-event-action = Ir a los eventos adversos
next-screen = Todavía nadie ha hecho las preguntas previas.
next-screen-action = Ir al cribado
next-approve = Un plan espera revisión.
next-approve-action = Ir al plan
next-consent = El plan está aprobado; la persona todavía no ha dado su consentimiento.
next-consent-action = Ir a los consentimientos
next-session = El plan está aprobado y tiene el consentimiento de la persona.
next-session-action = Ir a las sesiones
next-submit = Hay un borrador sin terminar.
next-submit-action = Ir al borrador
next-plan = El cribado está hecho; todavía no hay ningún plan.
next-plan-action = Ir a los planes

# Acontecimientos
event-patient-registered = Registro del paciente
event-identity-corrected = Nombre, fecha de nacimiento o número corregidos
event-contact-changed = Contacto cambiado
event-screening-answered = Cribado respondido
event-override-decided = Decisión contra una regla
event-plan-drafted = Borrador del plan
event-plan-changed = Borrador cambiado
event-plan-submitted = Plan enviado a revisión
event-plan-returned = Plan devuelto
event-plan-approved = Plan aprobado
event-plan-completed = Plan completado
event-plan-stopped = Plan interrumpido
event-consent-given = Consentimiento dado
event-consent-revoked = Consentimiento retirado
event-session-started = Sesión empezada
event-cartridge-opened = Cartucho abierto
event-cartridge-discarded = Cartucho desechado
event-numbing-applied = Crema anestésica aplicada
event-product-applied = Producto aplicado
event-zone-recorded = Zona tratada con agujas
event-reaction-noted = Reacción anotada
event-session-signed = Sesión firmada
event-session-amended = Sesión enmendada
event-session-abandoned = Sesión abandonada
event-check-in-reported = Informe del paciente
event-check-in-answered = Informe respondido
event-clearance-given = Indicaciones levantadas
event-scale-rated = Escala valorada
event-adverse-event-opened = Evento adverso
event-adverse-event-followed-up = Seguimiento de evento adverso
event-adverse-event-reported = Evento adverso notificado
event-adverse-event-closed = Evento adverso cerrado
event-photograph-added = Fotografía añadida
event-photograph-withdrawn = Fotografía retirada
verdict-permitted = se puede tratar con agujas
verdict-not-yet = todavía no
verdict-refused = no se debe tratar con agujas
consent-treatment = tratamiento
consent-photograph = fotografías para la historia clínica
consent-marketing = fotografías para publicidad
consent-research = investigación

# Cribado
may-be-needled = ¿Se puede tratar esta piel con agujas?
not-screened = Todavía nadie ha respondido a las preguntas.
answered = Respondido:
ask-questions = Hacer las preguntas previas
ask-again = Repetir las preguntas para la próxima cita
only-changed = Solo se vuelve a preguntar lo que puede haber cambiado desde la última vez; todo lo demás se conserva.
findings = Hallazgos
sources-of-rule = regla y fuentes
patient-reads = El paciente lee:
decided = Decidido:
decide = Decidir
decision = Decisión
record-decision = Anotar la decisión
resolve = Anotar que está resuelto
resolved-on = Resuelto desde
open-questions = { $count ->
    [one] 1 pregunta sin responder
   *[other] { $count } preguntas sin responder
}
given-answers = { $count ->
    [one] 1 respuesta
   *[other] Las { $count } respuestas
}
person-and-wish = Persona y deseo
wish = Deseo
device = Aparato
asked-of-patient = Preguntas al paciente
asked-of-operator = Lo que comprueba quien aplica las agujas
as-before = Como antes:
date-of = Fecha:
date-placeholder = 2026-11-23, 2026-11 o 2026
marked-place = Dónde exactamente
medicine-name = Qué medicamento
save-answers = Guardar las respuestas
grade-precaution = con precaución
grade-needs-clinician-decision = requiere una decisión
grade-defer-until = todavía no
grade-refuse = no se trata
word-yes = sí
word-no = no
word-never = nunca
word-dated = sí, en esta fecha
word-ongoing = todavía continúa
word-unknown = sí, fecha desconocida
word-unsure = no lo sé con seguridad
word-positive = positivo
word-negative = negativo
word-on-label = dentro del uso autorizado
word-off-label = fuera del uso autorizado
word-unrealistic = expectativa poco realista
word-past = en el pasado
word-elsewhere = en otro lugar del cuerpo
word-in-the-area = en la zona
word-controlled = sí, controlada
word-uncontrolled = sí, no controlada
word-melasma = melasma
word-dark-marks = marcas oscuras
word-planned = previsto
word-now = ahora
word-finished = terminado
word-pregnant = embarazada
word-possibly = posiblemente embarazada
word-breastfeeding = en período de lactancia
word-quiet = sí, en calma
word-flaring-or-bumps = sí, en brote o con bultos
word-stainless-steel = acero inoxidable
word-other-metal = otro metal

# Persona
person = Persona
sex = Sexo
sex-female = mujer
sex-male = hombre
phototype = Fototipo
phototype-I = I, siempre se quema
phototype-II = II, se quema con facilidad
phototype-III = III, se quema a veces
phototype-IV = IV, rara vez se quema
phototype-V = V, muy rara vez se quema
phototype-VI = VI, nunca se quema
photodamage = Daño solar
photodamage-none = ninguno
photodamage-mild = leve
photodamage-moderate = moderado
photodamage-severe = grave
years-since-menopause = Años desde la menopausia
skin-word = Piel
acne-prone = con tendencia a granos

# Planes
plan = Plan
no-plan-yet = Todavía no hay ningún plan.
new-plan = Plan nuevo
new-revision = Nueva revisión
option-name = Nombre de esta opción
course = Pauta
interval-days = Días entre sesiones
maintenance-per-year = Sesiones de mantenimiento al año
first-session = Primera sesión
event-day = Un día para tener la piel en calma
event-hint = por ejemplo, una boda
numbing-minutes = Crema anestésica, min
main-zone = Principal
setting-mm = Ajuste, mm
seconds-per-cm2 = Tiempo de lápiz, s/cm²
channels-per-cm2 = Canales por cm²
lemperle = Grado de arrugas 0–5
scar-grade = Grado de cicatrices 1–4
laxity = Flacidez 0–4
save-draft = Guardar el borrador
submit-plan = Guardar y enviar a revisión
decline-plan = El paciente lo rechaza
plan-draft = borrador
plan-declined = rechazado, conservado
plan-in-review = en revisión
plan-approved = aprobado
plan-active = en curso
plan-completed = completado
plan-superseded = sustituido
plan-stopped = interrumpido
session-count = { $count ->
    [one] 1 sesión
   *[other] { $count } sesiones
}
compare = Comparar
compare-this = comparar
compare-text = Todas las columnas se calculan con las mismas pieles simuladas, para que las diferencias no se deban al azar. Los intervalos abarcan 90 de cada 100 evoluciones.
usual-course = Pauta habitual
last-session = Última sesión
main-result = Resultado principal
redness-ends = El enrojecimiento ya no se nota
pigment-risk = Oscurecimiento de la piel
hours-band = { $middle } h ({ $low } – { $high } h)
outlook = Pronóstico
outlook-main = { $scale }: mejora de { $middle } ({ $low } – { $high }) { $unit } en el momento de valorarlo
outlook-too-small = { $scale }: { $middle } ({ $low } – { $high }) { $unit } en el momento de valorarlo, demasiado poco para verse
upkeep-on = mantenimiento { $day }
judged-on = Se valora el
chair-minutes = Minutos en el sillón
technique = Técnica y su efecto
coverage = Cobertura
reached-mm = Profundidad alcanzada, mm
notices = { $count ->
    [one] 1 aviso
   *[other] { $count } avisos
}
notice = aviso
more-scales = Más escalas
first-days = Los primeros días
strength = Intensidad:
review = Revisión
own-plan = Usted escribió este plan: lo aprueba otra persona.
single-user-plan = Esta clínica tiene un solo profesional habilitado: el plan lo aprueba su autor, y así se indica en él.
approve = Aprobar y bloquear
comment = Qué hay que corregir
return-plan = Devolver
go-on = Continuar
end-plan = Finalizar este plan
complete-plan = Se llevó a cabo
stop-plan = Interrumpirlo
goal-sheet = Hoja de objetivos
goal = Objetivo
goal-visible = al menos { $value }, el menor cambio que se puede ver
goal-low = lo más bajo posible
goal-weigh = sopesar
goal-met = se alcanza según el pronóstico central
goal-not-met = no se alcanza según el pronóstico central
value = Valor
moves = Estados
plan-document = El plan completo, en papel y para el paciente
plan-of-another-version = Otra versión del programa escribió este plan, por lo que sus gráficos no se pueden volver a dibujar. El pronóstico que quedó fijado está en la hoja de objetivos.

# Reglas
rule = Regla
rule-rationale = Por qué
rule-override = Puede decidir en contra
rule-version = Versión
rule-note = Nota
sources = Fuentes
seen-elsewhere = Visto en otros lugares
conflicts = Dónde se contradicen las fuentes
reading-in-full = leída por completo
reading-abstract = resumen o sinopsis
reading-secondary = fuente secundaria
reading-unverified = sin verificar
allowed = Permitido

# Aparatos, cartuchos, trazabilidad
recall = Trazabilidad
recall-text = Con quién se usó un lote o un aparato, en todas las historias clínicas.
article = Qué
article-cartridge = cartucho, por lote
article-device = aparato, por número de serie
article-numbing = crema anestésica, por lote
article-product = producto, por lote
lot-or-serial = Lote o número de serie
recall-found = { $count ->
    [0] No se usó con nadie.
    [one] 1 uso
   *[other] { $count } usos
}
recall-next = Los siguientes
recall-table = Todos en una tabla (CSV)
recall-name = Nombre
recall-day = Día de la sesión
recall-unit = Unidad
cartridges = Cartuchos
lot = lote
expires = Caducidad
left = Quedan
over-date = caducado
running-short = quedan pocos
receive = Dar entrada a un lote
reference = Referencia del fabricante
needles = Agujas
longest-mm = Ajuste máximo, mm
units = Unidades
devices = Aparatos
serial = n.º de serie
out-of-use = fuera de uso
add-device = Añadir un aparato

# Ajustes
the-clinic = La clínica
clinic-name = Nombre
time-zone = Zona horaria
rooms = Salas
between-commas = (separadas por comas)
idle-minutes = Minutos sin uso hasta salir
absolute-hours = Horas hasta salir en todo caso
opening = Horario de apertura
single-licensed = La clínica tiene un solo profesional habilitado, y así lo indica en sus planes
rule-defaults = Valores por defecto de las reglas
rule-defaults-text = Vacío: el valor original. Un valor solo cuenta dentro de lo que permite la regla.
rule-count = { $count ->
    [one] 1 regla
   *[other] { $count } reglas
}
colleagues = Equipo
name = Nombre
roles = Funciones
add-colleague = Añadir al equipo
works-here = trabaja aquí
ended = ya no trabaja aquí
invite-again = Enlace nuevo
invitation-made = Con este enlace, { $name } puede elegir una contraseña. Sirve una sola vez, durante tres días, y solo se muestra ahora:

# Registro de accesos
trail-text = Cada apertura de una historia clínica, cada entrada en una cuenta y cada cambio de los ajustes. Aquí no hay ningún dato de salud.
older = Anteriores
access-signed-in = entró
access-signed-out = salió
access-sign-in-failed = intento de entrada fallido
access-confirmation-failed = contraseña errónea al firmar
access-sign-in-ended = cerró un acceso a la cuenta
access-password-changed = cambió la contraseña
access-refused = se le denegó el acceso
access-chart-opened = abrió la historia clínica
access-history-read = leyó el historial
access-gate-looked-at = vio si una sesión puede empezar
access-identity-read = leyó nombre y contacto
access-photograph-seen = vio una fotografía
access-patient-registered = registró a un paciente
access-appointment-made = dio una cita
access-appointment-cancelled = anuló una cita
access-recall-searched = buscó en la trazabilidad
access-device-kept = cambió un aparato
access-lot-received = dio entrada a un lote
access-colleague-added = añadió a una persona al equipo
access-colleague-invited = creó un enlace nuevo para una persona del equipo
access-colleague-changed = cambió los datos de una persona del equipo
access-settings-changed = cambió los ajustes
access-trail-read = leyó este registro

# Consentimientos
consents-text = Cuatro consentimientos, cada uno por separado: ninguno incluye a otro, y cada uno se puede retirar por sí solo.
consent-holds = vigente
consent-missing = no dado
consent-needs-plan = El consentimiento para el tratamiento se refiere a un plan aprobado; todavía no hay ninguno.
consent-given-by = { $name }, { $when }, texto { $version }
consent-not-kept = El texto de esta versión no se conserva aquí.
consent-revoked-at = – retirado el { $when }
take-back = Retirar
read-and-sign = Leer y firmar
own-risks = Lo que este plan predice para usted
own-risks-text = Calculado para esta persona y este plan. Los intervalos abarcan 90 de cada 100 evoluciones.
named-risks = Riesgos descritos hasta ahora
sign-heading = Firma
name-of-signer = Nombre de quien firma
sign-here = Firme aquí con el dedo o el lápiz
sign-consent = Doy mi consentimiento y firmo
clear = Borrar
on-paper = Firmado en papel
paper-place = Dónde se guarda el papel

# Sesiones
start-session = Empezar una sesión
no-session-yet = Todavía no se ha hecho ninguna sesión.
session-progress = { $done } de { $planned } sesiones firmadas
session-open = abierta, sin firmar
session-signed = firmada
session-abandoned = abandonada
session-of = Sesión del { $day }
session-started = Empezada el { $when } por { $operator }, bajo la responsabilidad de { $supervisor }, sala { $room }
delivery-score = { $percent } % de las zonas previstas tratadas dentro de la tolerancia
at-the-chair = En el sillón
tick-photograph = Persona comparada con la fotografía
tick-birth-date = Fecha de nacimiento preguntada y correcta
tick-contact = Teléfono y dirección comprobados hoy
tick-pack = El envase estéril estaba intacto
tick-opened = Abierto delante del paciente
supervisor = Responsable
cartridge-lot = Cartucho, lote
cartridge-unit = Unidad
numbing = Crema anestésica
cream-on = Crema puesta
cream-off = Crema retirada
numbing-product = Producto
numbing-strength = Concentración
numbing-numbing-lot = Lote
numbing-amount-g = Cantidad, g
numbing-area-cm2 = Superficie, cm²
numbing-minutes-on = Tiempo puesta, min
occluded = cubierta
start-gate = Control de inicio
gate-not-passed = La sesión no ha empezado: algo de lo siguiente no se cumple.
override-reason = Empezar de todos modos, porque
override-by = Puede decidir en contra:
start-needling = Empezar con las agujas
done = hecha
another-entry = Otro registro de esta zona
another-zone = Una zona que el plan no nombra
zone-not-planned = El plan no menciona esta zona.
major-heading = Lejos del plan: hacen falta un motivo y el nombre de otra persona.
second-name = Segunda persona
second-password = Contraseña de la segunda persona
less = menos
more = más
passes-word = Pasadas
needling-minutes = Tiempo con agujas, min
pain = Dolor 0–10
endpoint = Lo que muestra la piel
endpoint-none = nada
endpoint-erythema = enrojecimiento
endpoint-pinpoint-bleeding = puntos de sangre
record-zone = Registrar esta zona
planned-zone = Previsto: { $depth } mm, { $coverage }
planned-minutes = { $coverage }, unos { $minutes } min
last-time = La última vez, el { $day }: { $depth } mm, { $passes } pasadas.
deviation-inside = según lo previsto
deviation-minor = diferencia menor
deviation-major = lejos del plan
to-sharps = al contenedor de punzantes
in-sharps = en el contenedor de punzantes
another-cartridge = Abrir otro cartucho
products = Productos sobre la piel
add-product = Añadir un producto
product = Producto
phase-before = antes de las agujas
phase-during = durante las agujas
phase-after = después de las agujas
sterile = estéril
on-allow-list = en la lista de productos permitidos de la clínica
reactions = Reacciones inmediatas
reaction-seen = Qué se observó
sign-text = Una vez firmada, la sesión solo se puede enmendar, nunca modificar.
sign-and-lock = Firmar y bloquear
abandon = No se usaron las agujas: abandonar
amendments = Enmiendas
amend-text = Qué es lo correcto
amend = Enmendar
signed-by = Firmada el

# Fotografías
photograph-words = { $view }, { $day }
photograph-none = Todavía no hay ninguna fotografía de esta vista.
photograph-no-consent = Ningún consentimiento cubre las fotografías
photograph-no-consent-text = No se ha firmado ninguno, o ha caducado o se ha revocado. Se pueden tomar fotografías en cuanto el paciente haya firmado uno.
photograph-to-consents = Ir a los consentimientos
photograph-add = Tomar o elegir una fotografía
photograph-hint = Coloque la cara dentro del contorno. La fotografía anterior se ve al trasluz: misma distancia, misma luz, misma expresión. Pelo apartado de la cara, sin maquillaje, sin gafas.
photograph-video = Lo que ve la cámara
photograph-taken-picture = La fotografía que se acaba de tomar
photograph-ghost = Fotografía anterior, translúcida: { $photograph }
photograph-open-camera = Abrir la cámara
photograph-take = Tomar la fotografía
photograph-close-camera = Cerrar la cámara
photograph-camera-refused = La cámara no se ha abierto. Permita que esta página la use en los ajustes del navegador, o elija un archivo más abajo.
photograph-taken = La fotografía está tomada y aún no se ha guardado. Guárdela o abra la cámara otra vez.
photograph-file = Archivo
photograph-file-hint = JPEG, PNG o WebP, 12 MB como máximo
photograph-too-large = El archivo ocupa más de 12 MB. Guarde la fotografía como JPEG y elija esa.
photograph-taken-on = Tomada el
photograph-session = Sesión
photograph-no-session = Ninguna
photograph-save = Guardar la fotografía
photograph-withdraw = Retirar
photograph-withdraw-reason = ¿Por qué se retira?
photograph-withdraw-text = La imagen se destruye y no se puede recuperar. En el historial queda constancia de que existió.
photograph-kept = Solo se guarda la imagen: se eliminan el lugar, el aparato y la hora que la cámara escribe en sus archivos. Cada vez que alguien mira una fotografía queda escrito en el registro de accesos.
photograph-compare = Comparar fotografías
photograph-before = Antes
photograph-after = Después
photograph-to-album = Volver a todas las fotografías
photograph-sides = Una junto a otra
photograph-over = Una sobre otra
photograph-cut = Límite entre antes (izquierda) y después (derecha)
photograph-compare-hint = La luz, la distancia y la expresión cambian lo que se ve de la piel. Una diferencia aquí es una impresión y no una medición.
photograph-too-few = Todavía no hay dos fotografías de una misma vista. Elija dos arriba o tome más.

# Resultados
results = Resultados
results-text = Lo que se predijo antes de un ciclo, y quedó bloqueado, junto a lo que se valoró antes y después.
results-none = Todavía no hay ningún ciclo con una sesión firmada.
results-sessions = { $held } de { $planned } sesiones realizadas, del { $first } al { $last }.
results-judged-on = El resultado se juzga el { $day }.
results-later = Es pronto para juzgar. Vuelva a valorar las mismas escalas el { $day }, o hasta { $weeks } semanas antes o después.
results-missing = El día para juzgar era el { $day }. Falta una valoración anterior a la primera sesión o a menos de { $weeks } semanas de ese día, así que no hay nada que comparar.
results-not-as-planned = Se hicieron menos sesiones que las previstas: la predicción no es de este ciclo y no cuenta en el registro.
results-scale = Zona y escala
results-before = Antes
results-after = Después
results-came = Mejoría
results-came-beyond = { $came } ({ $beyond } respecto al centro)
results-predicted = Predicho (9 de cada 10 entre)
results-verdict = Comparación
results-axis = Mejoría, en unidades de cada escala
results-picture = Mejoría predicha y valorada
results-key = Disco: la predicción, con los intervalos de la mitad y de nueve décimos. Cuadrado: lo valorado, con su error de valoración.
results-blinded = Juzgado sin saber cuál era el antes.
results-open = Juzgado sabiendo lo que se hizo.
place-below = menos de lo predicho
place-lower = como se predijo, parte baja
place-middle = como se predijo
place-upper = como se predijo, parte alta
place-above = más de lo predicho
change-better = Mejor por más de lo que yerran los evaluadores ({ $least }).
change-not-told = Ningún cambio que se distinga del error de valoración ({ $least }).
change-worse = Peor por más de lo que yerran los evaluadores ({ $least }).

# Registro
nav-registry = Registro
registry-text = Lo que dicen juntas todas las historias: si las predicciones cumplieron lo que prometían y si algo se aparta del resto. No se nombra a ningún paciente.
registry-summary = Resultados de ciclos realizados como se planificó: { $results }. Sesiones firmadas: { $sessions }. Personas: { $people }.
registry-unreadable = { $count ->
    [one] Una historia no se pudo leer y no se cuenta.
   *[other] { $count } historias no se pudieron leer y no se cuentan.
}
registry-none = Todavía hay pocos resultados: con menos de diez, casi cualquier proporción podría ser cierta. Un resultado cuenta cuando una escala se valoró antes de un ciclo y unos tres meses después.
registry-held = Cómo se cumplieron las predicciones
registry-half = El intervalo para la mitad de los resultados contuvo
registry-nine-tenths = El intervalo para nueve de cada diez resultados contuvo
registry-half-short = Contuvo la mitad
registry-nine-tenths-short = Contuvo nueve décimos
registry-holds = cumple lo prometido
registry-too-narrow = prometió demasiado
registry-too-wide = más ancho de lo necesario
registry-predicted = Probabilidad predicha de menos
registry-came = Proporción que fue menos
registry-plot = Gráfico de calibración
registry-plot-text = Puntos sobre la línea: lo predicho llegó con la frecuencia debida. Barras: dónde puede estar la proporción verdadera.
registry-apart = Lo que se aparta
registry-nothing-apart = Ningún aparato ni operador se aparta.
registry-false-alarms = En una clínica en la que nada cambia, la probabilidad de que esta página nombre alguna vez a uno es como mucho { $share }, por más veces que se mire. Lo que cambia en todas partes a la vez también se nombra aquí: el número del resto cambia entonces igual.
registry-finding-improvement = { $by } { $value }: desde el { $day }, { $results } ciclos mejoraron { $ratio } veces lo predicho; en el resto fue { $elsewhere }. Conviene revisarlo: agujas, ajuste de profundidad, técnica.
registry-finding-redness = { $by } { $value }: desde el { $day }, el enrojecimiento tras { $results } primeras sesiones duró { $ratio } veces lo predicho; en el resto fue { $elsewhere }. Conviene revisarlo: agujas, ajuste de profundidad, técnica.
registry-groups = Por grupo
registry-results = Resultados
registry-leaning = Los resultados están
leaning-more = por encima de las predicciones
leaning-less = por debajo de las predicciones
leaning-none = en torno a las predicciones
trait-zone = Zona
trait-indication = Deseo
trait-phototype = Fototipo
trait-age = Edad
trait-device = Aparato
trait-operator = Operador
age-decade = desde { $age }
registry-side-effects = Efectos secundarios por mes
registry-no-events = No se registró ningún acontecimiento adverso.
registry-events = Sesiones con este acontecimiento
registry-run = Registrado tras el { $share } de las sesiones, en { $months } meses. Solo por azar, { $chance } meses superarían su límite.
registry-beyond = { $month }: { $events } de { $sessions } sesiones ({ $share }), más de lo que explica el azar.
registry-run-text = Columnas: sesiones tras las que se registró. Línea discontinua: el número a partir del cual es más de lo que explica el azar.
registry-research = Para la investigación
registry-research-text = Resultados de personas que aceptaron la investigación. Las edades van por decenios, los días se cuentan desde la primera sesión, y quien comparte edad, sexo y fototipo con menos de cinco queda con menos detalle o fuera.
registry-download = Descargar la tabla (CSV)
registry-columns = Qué significan las columnas (CSV)
access-registry-read = leyó el registro
access-research-exported = descargó la tabla para la investigación
# Intentos desde una misma dirección
problem-too-many-from-here = Han llegado demasiados intentos desde su conexión. Espere { $seconds } s y pruebe de nuevo.
# Llaves de acceso
passkeys = Llaves de acceso
passkeys-text = Una llave de acceso está en su teléfono, su ordenador o una llave de seguridad, y se abre con la huella, la cara o un PIN. Sustituye a las seis cifras; la contraseña se escribe como antes.
passkeys-not-in-browser = Este navegador no ofrece llaves de acceso, o los scripts están desactivados. El código de su aplicación de autenticación funciona igualmente.
passkeys-not-here = En esta dirección no hay llaves de acceso: los navegadores solo las permiten cuando la clínica se abre por su nombre con HTTPS, o como localhost en su propia máquina. El código de su aplicación de autenticación funciona igualmente.
passkey-add = Añadir una llave de acceso
passkey-name = Nombre de la llave
passkey-name-hint = El nombre es para usted, para que reconozca la llave, por ejemplo «Teléfono».
passkey-added = añadida { $when }
passkey-used = usada por última vez { $when }
passkey-unused = aún sin usar
passkey-remove = Quitar «{ $name }»
passkey-make-text = Su navegador pregunta dónde se guardará la llave, y después pide su huella, su cara o un PIN.
passkey-make = Crear la llave de acceso
passkey-not-made = No se creó ninguna llave de acceso. Quizá pasó demasiado tiempo, se cerró la petición, o este dispositivo ya tiene una para la clínica. No se cambió nada; inténtelo de nuevo o vuelva atrás.
passkey-not-shown = No llegó ninguna llave de acceso. Quizá pasó demasiado tiempo, se cerró la petición, o este dispositivo no tiene ninguna para la clínica. Inténtelo de nuevo, o vuelva atrás y use el código.
passkey-back = Volver, sin llave de acceso
passkey-instead = O, después del nombre y la contraseña, en lugar del código:
passkey-sign-in = Entrar con una llave de acceso
passkey-show-text = Su navegador pide su llave de acceso: con la huella, la cara o un PIN, o con su llave de seguridad.
passkey-show = Mostrar la llave de acceso
passkey-take-up = O una llave de acceso, en lugar de la aplicación de autenticación
passkey-take-up-begin = Empezar con una llave de acceso
passkey-take-up-name = Entrará con el nombre { $name }. Elija una contraseña y un nombre para su llave de acceso.
passkey-take-up-text = Después su navegador pregunta dónde se guardará la llave, y pide su huella, su cara o un PIN.
access-passkey-added = añadió una llave de acceso
access-passkey-removed = quitó una llave de acceso
# Tableros del día
board-comes-on = viene el { $day }
board-ask-again = Preguntas por repetir antes del próximo tratamiento

# Formularios de una página que ya no está al día
stale-kept = Entretanto, otra persona ha escrito en este historial; nada de lo suyo se ha perdido. Esta página muestra cómo está ahora, con lo que usted ha escrito. Vuelva a leerla y guarde.
stale-sign = Entretanto, otra persona ha escrito en este historial; nada de lo suyo se ha perdido. Lea el texto tal como está ahora y firme debajo.

# Lo que se pregunta y no se supone
choose-one = Elija una opción

# Páginas de una clínica grande
appointments-later = Citas posteriores
stock-used-up = { $count ->
    [one] 1 lote está agotado y no se muestra; la búsqueda por lote lo encuentra.
   *[other] { $count } lotes están agotados y no se muestran; la búsqueda por lote los encuentra.
}
# Textos de los consentimientos
consent-words = Textos de los consentimientos
consent-words-text = El texto de cada consentimiento puede ser el suyo propio, en cada idioma. Cada cambio es una versión nueva; quien firme después firmará esa, y lo ya firmado queda como estaba.
consent-words-own = texto propio
consent-words-shipped = de fábrica
consent-words-version = Una firma nombra la versión { $version }.
consent-words-shipped-text = El texto de fábrica
consent-words-edit = Cambiar el texto
consent-words-title = Título
consent-words-paragraphs = A qué se da el consentimiento, con una línea vacía entre párrafos
consent-words-revoking = Qué se puede retirar, y cómo
consent-words-back = Volver al texto de fábrica
access-consent-worded = cambió el texto de un consentimiento
# A patient's access
patient-access = Páginas propias del paciente
patient-access-back = Volver al paciente
patient-link-give = Dar acceso
patient-link-text = El paciente abre un enlace una sola vez, en su propio teléfono, y escribe su fecha de nacimiento. El enlace sirve siete días y admite tres intentos. Un enlace nuevo sustituye al anterior.
patient-link-make = Crear un enlace
patient-link-open = Se dio un enlace que aún no se ha usado. Sirve hasta el { $until }.
patient-link-revoke = Anular el enlace pendiente
patient-devices = Sesión iniciada en
patient-no-devices = En ningún dispositivo.
patient-slip = Enlace para el paciente
patient-slip-once = Este enlace se muestra una sola vez. Imprima esta página o deje que el paciente lo escriba ahora.
slip-heading = Sus páginas propias en { $clinic }
slip-text = Abra esta dirección en su teléfono. Le pedirá su fecha de nacimiento y después quedará abierta en ese teléfono.
slip-until = La dirección sirve una sola vez, hasta el { $until }.
slip-private = No la comparta: quien la tenga y sepa su fecha de nacimiento puede leer su historia.
slip-telephone = Si no funciona, llame al { $telephone }.

# A patient's own pages
own-pages = Sus páginas propias
own-nav = Sus páginas
own-nav-today = Hoy
own-nav-more = Más
own-foot-call = Su clínica:
own-link-over = Este enlace ya no sirve. Ya se usó, es demasiado antiguo, fue anulado o se intentó demasiadas veces.
own-how-heading = Cómo entrar
own-how-text = Su clínica le da un enlace. Sirve una sola vez, y después su teléfono sigue con la sesión iniciada.
own-how-ask = Si necesita un enlace nuevo, pídalo a su clínica.
own-how-call = Si necesita un enlace nuevo, llame a su clínica:
own-how-safe = No hay contraseña. Nadie de la clínica le pedirá una.
own-colleagues = Trabajo en la clínica
own-patients = Soy paciente
own-enter = Abrir sus páginas propias
own-enter-text = Para que nadie más pueda leer su historia, le pedimos su fecha de nacimiento.
own-birth-date = Fecha de nacimiento
own-birth-day = Día
own-birth-month = Mes
own-birth-year = Año
own-enter-device = Este dispositivo queda con la sesión iniciada. Use su propio teléfono, no uno que usen otras personas.
own-enter-send = Abrir
own-enter-no-day = Esto no es una fecha. Escriba el día, el mes y el año con números, por ejemplo 9, 3 y 1974.
own-enter-wrong = { $count ->
    [one] Esta no es la fecha de nacimiento que la clínica tiene anotada. Puede intentarlo una vez más; después necesitará un enlace nuevo.
   *[other] Esta no es la fecha de nacimiento que la clínica tiene anotada. Puede intentarlo { $count } veces más.
}
own-devices-text = Si no conoce alguno de estos dispositivos, ciérrelo y avise a su clínica.
own-since = desde el { $when }
own-this-device = este dispositivo
own-end = Cerrar
access-own-chart-opened = abrió sus páginas propias
access-patient-link-made = creó un enlace para el paciente
access-patient-link-revoked = anuló un enlace para el paciente

# A patient's card of the day
own-no-plan = Su clínica aún no ha aprobado un plan para usted. Cuando lo haga, aquí verá lo que tiene que hacer.
own-next-visit = Su próxima visita: { $when }.
own-next-planned = Próxima sesión prevista, aproximadamente: { $day }. Su clínica fijará la cita con usted.
own-days-after = { $count ->
    [0] Su última sesión fue hoy.
    [one] Su última sesión fue ayer.
   *[other] Su última sesión fue hace { $count } días.
}
own-worried = Algo me preocupa
own-suspended = La clínica está mirando lo que usted comunicó. Hasta que alguien responda, no se autoriza nada nuevo.
own-report = Cuente a su clínica cómo está su piel
own-do = Haga
own-do-not = No haga
own-locked = Espere hasta que su clínica lo autorice
own-ask = Pregunte antes
own-normal = Lo que se espera hoy
own-coming = Lo que viene después
own-call = Cuándo llamar y a quién
own-call-clinic = Llame a su clínica:
own-call-no-number = Llame a su clínica.
own-day-and-hour = { $day }, { $hour }
own-until = Hasta: { $when }
own-until-calm = Hasta que comunique que no hay enrojecimiento ni descamación
own-until-reviewed = Hasta que su clínica responda a lo que comunicó
own-not-released-before = No antes de: { $when }, y solo cuando su clínica lo diga
own-not-released = Su clínica ya puede autorizarlo. Espere hasta que lo diga.
own-begins = Desde entonces: { $what }
own-may-again = Puede volver a empezar: { $what }
own-may-again-calm = Puede volver a empezar sin enrojecimiento ni descamación: { $what }
own-may-be-released = Su clínica puede autorizar: { $what }
own-today = hoy
own-tomorrow = mañana
own-near-day = { $weekday }, { $day } de { $month }
own-alarm-emergency = Si nota algo de esto:
own-alarm = Si nota algo de esto, avise a su clínica:

# A patient's plan
own-nav-plan = Plan
own-nav-photographs = Fotos
own-plan-heading = Su plan
own-plan-sessions = { $count ->
    [one] Una sesión
   *[other] { $count } sesiones
}
own-plan-days = Estos son los días del plan. Valen las citas que su clínica fija con usted.
own-plan-upkeep = Más adelante, si ambos lo desean
own-plan-upkeep-text = El mantenimiento es una propuesta. No hay nada reservado.
own-plan-judged = { $day }: usted y su clínica miran juntos el resultado.
own-plan-needles = Hasta dónde llegan las agujas
own-plan-side-effects = Qué esperar y qué puede salir mal
own-cut-description = Dibujado a escala. La aguja mide { $length } mm y llega de { $low } a { $high } mm de profundidad.
own-epidermis = piel externa
own-papillary = dermis alta
own-reticular = dermis profunda
own-chance = En { $number } de 100 pronósticos para usted hay ese día un cambio que se puede ver.
own-change-none = Los pronósticos quedan por debajo de lo que se puede ver.
own-change-up-to = Puede ser desde ningún cambio visible hasta { $high } de mejora.
own-change-between = Lo probable es una mejora de entre { $low } y { $high }.
own-least-change = Un cambio de menos de { $least } no se distingue de un error al medir.
own-fan-title = Lo que puede cambiar con el tiempo
own-fan-value = mejora ({ $unit })
own-fan-threshold = se puede ver desde aquí
own-fan-judged = lo miran juntos
own-fan-key = La línea es el pronóstico medio. La mitad de los pronósticos está en la banda oscura, 9 de cada 10 en la clara. Las marcas pequeñas son sesiones.

# A patient's photographs, consents, releases, calendar, data
own-photographs = Sus fotografías
own-photographs-text = La luz, la distancia y la expresión cambian lo que se ve de la piel. Una diferencia entre dos fotografías es una impresión y no una medida.
own-no-photographs = Su historia no tiene fotografías.
own-consents = Lo que usted aceptó
own-no-consents = Todavía no ha firmado nada.
own-consent-given = Firmado por { $name } el { $when }.
own-consent-taken-back = Usted lo retiró el { $when }.
own-consent-read = Leer lo que se firmó
own-consent-older = El texto ha cambiado desde que lo firmó. Pida a su clínica el que usted firmó.
own-consent-take-back = Retirarlo
own-consent-follows = Termina de inmediato. Su clínica lo ve.
own-reason = Por qué
own-reason-free = (solo si quiere decirlo)
own-reason-too-long = El motivo tiene más de 300 letras. Acórtelo.
own-clearances = Autorizado por su clínica
own-clearances-text = Algunas cosas esperan hasta que alguien de su clínica haya mirado su piel. Esta página nunca autoriza nada por sí misma.
own-nothing-locked = Ahora no hay nada pendiente de su clínica.
own-released = Ya autorizado
own-nothing-released = Todavía nada.
own-released-by = por { $name } el { $when }
own-calendar = Calendario
own-calendar-text = Su teléfono puede mostrar sus visitas y recordatorios. Se llaman «Cita» y «Recordatorio» y no dicen nada de usted ni de su piel.
own-calendar-address = Su dirección
own-calendar-once = Esta dirección se muestra una sola vez. Suscríbase ahora o cópiela en su calendario.
own-calendar-secret = Quien tenga esta dirección ve cuándo son sus visitas. No la comparta.
own-calendar-subscribe = Suscribirse
own-calendar-new = Crear una dirección
own-calendar-new-text = Una dirección nueva anula la anterior.
own-calendar-make = Crear una dirección nueva
own-calendar-end = Anular la dirección
own-calendar-since = Hay una dirección desde el { $when }.
own-calendar-visit = Cita
own-calendar-reminder = Recordatorio
own-calendar-where = Más en sus páginas propias: { $address }
own-readers = Quién ha leído su historia
own-readers-text = Aquí está todo aquel que abrió su historia, también usted. Si no entiende algo, pregunte a su clínica.
own-you = Usted
own-data = Sus datos
own-data-text = Puede llevarse todo lo que contiene su historia en un solo archivo:
own-data-events = todo lo que se anotó, en el orden en que ocurrió
own-data-photographs = sus fotografías
own-data-sessions = sus sesiones como calendario
own-data-take = Llevarse el archivo
own-data-open = El archivo es un ZIP y no está cerrado con clave: quien lo abra lo lee todo. Guárdelo en un lugar seguro.
access-own-data-taken = se llevó sus propios datos
access-calendar-address-made = creó una dirección para el calendario
access-calendar-address-ended = anuló la dirección del calendario
access-calendar-read = leyó el calendario

# Seguimiento de la curación y controles
nav-watch = Seguimiento de la curación
watch-text = Informes de pacientes que nadie ha respondido, y pacientes de quienes no se supo nada cuando tocaba un control. El nivel más grave va primero; lo que se ha retrasado sube.
watch-none = Nadie espera una respuesta.
watch-all = Todo el seguimiento de la curación
watch-overdue = con retraso
watch-since = desde
watch-due = responder antes de
watch-silent = Sin respuesta a los últimos controles. No se saca ninguna conclusión; pregunte cómo va.
watch-beyond = { $sign }: por encima de { $most }, que superan menos de 5 de cada 100 pronósticos de esta persona
watch-has-words = Hay palabras por leer.
day-after = Día { $day }
minutes-long = { $count ->
    [one] 1 minuto
   *[other] { $count } minutos
}
hours-long = { $count ->
    [one] 1 hora
   *[other] { $count } horas
}
days-long = { $count ->
    [one] 1 día
   *[other] { $count } días
}
patient-pain = Dolor
pain-of-ten = dolor { $pain } de 10
check-ins = Controles
check-ins-none = Nadie ha informado desde la última sesión.
check-ins-no-session = Todavía no hubo ninguna sesión, de modo que no hay nada que controlar.
check-in-by-telephone = Anotar un control por teléfono
check-in-by-telephone-text = Lea las preguntas al paciente. La respuesta aparece enseguida, con las palabras que leería el paciente.
check-in-expected = Según lo esperado
check-in-open = Abrir el informe
check-in-to-answer = Responder
check-in-told = Lo que se contó
check-in-said = Lo que se dijo al paciente enseguida
check-in-rules = Reglas que hablaron
check-in-nothing-told = No se informó de ningún signo.
check-in-response = Qué se hizo
check-in-response-text = Su nombre y la hora figuran al lado.
check-in-answer = Anotar la respuesta
check-in-for-clinician = A un informe de este nivel responde un profesional clínico.
patient-words = En palabras del paciente
sent-photograph = Fotografía enviada con el informe
beyond-forecast = pronóstico hasta { $most }
bands-title = Curación desde la última sesión
bands-text = La banda contiene 90 de cada 100 pronósticos de esta persona; la línea es el del medio. Un disco es un informe dentro de ella, un cuadrado uno fuera. Grados: 0 nada, 1 leve, 2 moderado, 3 fuerte.
band-grade = Grado
band-days = días después de la sesión
band-words = { $sign } tal como se informó, sobre la banda de su pronóstico. Los números están en los informes de abajo.
releases = Autorizaciones
adverse-event-open = Abrir un evento adverso
access-watch-looked-at = vio informes en el seguimiento de la curación

# El formulario de un control
check-in-emergency = ¿Hay algo de esto ahora?
check-in-emergency-text = No espere una respuesta aquí.
check-in-send-at-once = Avisar a la clínica ahora
check-in-signs = ¿Cómo está la piel?
check-in-drawings = Los dibujos muestran piel más clara a la izquierda y más oscura a la derecha. Son ejemplos; cuentan las palabras.
check-in-pain = Dolor ahora, de 0 (nada) a 10 (el peor)
check-in-others = ¿Hay algo de esto?
check-in-words = Algo más
check-in-words-hint = (lo lee una persona)
check-in-photograph = Una foto de la zona
check-in-send = Enviar
check-in-sending = Enviando …
check-in-kept = No hay conexión. Sus respuestas se guardan en este dispositivo y se envían una vez cuando vuelva la conexión. Si algo le preocupa, llame a la clínica.
check-in-photograph-not-kept = La foto no se guarda: envíela otra vez más tarde.
check-in-waiting = La clínica no ha podido recibir sus respuestas en este momento. Se guardan en este dispositivo y se vuelven a enviar solas. Si algo le preocupa, llame a la clínica.
check-in-signed-out = Ya no tiene abierta su cuenta aquí. Sus respuestas se guardan en este dispositivo. Entre de nuevo y abra esta página: entonces se envían. Si algo le preocupa, llame a la clínica.
check-in-refused = La clínica no ha podido recibir las respuestas guardadas en este dispositivo, probablemente porque faltan algunas. Conteste a todas las preguntas y envíe el formulario otra vez. Si algo le preocupa, llame a la clínica.
check-in-not-kept = No se han podido enviar sus respuestas, y este dispositivo no permite guardarlas. Deje la página abierta y envíelas otra vez dentro de un momento. Si algo le preocupa, llame a la clínica.
check-in-by-patient = por el paciente
check-in-told-to = contado a { $name }
own-nav-check-in = ¿Cómo está?
own-check-in = ¿Cómo está su piel ahora?
own-check-in-text = Responda lo que ve y siente en este momento. Lleva unos dos minutos, y la respuesta aparece enseguida.
own-check-in-limits = Nadie vigila estas respuestas a medida que llegan. La respuesta dice quién las lee y cuándo.
own-check-in-none = Todavía no ha tenido ninguna sesión, de modo que no hay nada que contar. Si algo le preocupa, llame a la clínica.
own-check-in-again = Contar de nuevo
own-answer-expected = Es lo esperado en este momento
own-answer-message = Le escribiremos
own-answer-review = Lo miraremos
own-answer-urgent = Llame a la clínica hoy
own-answer-emergency = Llame ahora al número de emergencias
own-answer-no-reply = Nadie responde a este informe. Cuente de nuevo cuando quiera, o llame a la clínica si algo le preocupa.
own-answer-kept = Su informe está en su historia. La clínica puede leerlo allí.
own-call-now = Llamar
own-photograph-lost = Su informe ha llegado, pero sin su foto: la foto no se pudo leer ni guardar, o su consentimiento para las fotos ya no está vigente. Envíe otro informe con otra foto o llame a la clínica.
own-clinic-answered = La clínica respondió

# Autorizaciones, valoraciones, eventos adversos y comprobaciones nocturnas
releases-text = Lo que solo termina por la palabra de la clínica, tras una visita o al ver una fotografía. Nada se autoriza por sí solo.
releases-waiting = Espera una autorización
releases-none = Nada espera una autorización.
releases-given = Autorizado
release-chosen = Autorizar lo elegido
release-by-clinician = Autoriza un profesional clínico.
release-from = Las reglas permiten autorizarlo a partir de { $when }.
release-suspended = Un informe de nivel 2 o más suspende toda autorización. Respóndalo primero.
release-nothing-waits = Ya no espera ninguna autorización.
ratings = Valoraciones
ratings-none = Todavía no se valoró nada.
rating-new = Valorar
rating-guide = Mire las mismas vistas con la misma luz, una al lado de la otra:
rating-scale = Escala
rating-grade = Grado
rating-is-blinded = No sabía qué imagen es de antes y cuál de después
rating-blinded = a ciegas
rating-record = Anotar la valoración
rating-anchors = Qué significan los grados
rating-no-anchors = Ninguna fuente da las palabras de sus grados; use la referencia de su titular.
whole-face = toda la cara
adverse-events = Eventos adversos
adverse-events-none = No se abrió ningún evento adverso.
adverse-event-grade = grado { $grade } de 5
adverse-event-is-open = abierto
adverse-event-is-closed = cerrado
adverse-event-serious = grave
adverse-event-no-session = no se conoce ninguno
adverse-event-follow-up = Anotar el seguimiento
adverse-event-note = Qué se halló y se hizo
adverse-event-sent = Comunicado a una autoridad o a un fabricante
adverse-event-record-sent = Anotar que se envió
adverse-event-reported-to = Comunicado a { $recipient } el { $day }, referencia { $reference }
adverse-event-close = Cerrarlo
adverse-event-close-by-clinician = Lo cierra un profesional clínico.
adverse-event-report-draft = Borrador de la comunicación
report-missing = Falta todavía
report-text = Para la autoridad y el fabricante
report-no-name = En el borrador no figura ningún nombre, fecha de nacimiento ni número de la clínica.
report-sign = Signo
report-description = Qué se vio
report-grade = Grado
report-serious = Grave
report-noticed = Abierto
report-course = Cómo siguió
report-outcome = Cómo terminó
report-age = Edad del paciente, años
report-session = Tratamiento
report-device = Aparato
report-serial = Número de serie
report-lots = Cartuchos, lote y unidad
report-depth = Zonas, ajuste y pasadas
report-products = Productos con sus lotes
report-operator = Operador
report-photographs = Fotografías de la sesión
report-same-lot = Otros pacientes con el mismo lote
report-sent-on = Enviado el
report-recipient = Destinatario
report-reference = Número de referencia
checks = Comprobaciones nocturnas
checks-text = Lo que quedó pendiente, en todas las historias, a esta hora.
checks-owner = Se ocupa: { $name }.
checks-no-owner = nadie; los ajustes dicen quién
checks-owner-setting = Se ocupa de las comprobaciones nocturnas
since-day = desde el { $day }
check-unsigned = Sesiones sin firma
check-unsigned-text = Hechas antes de hoy y sin firmar.
check-not-followed-up = Eventos adversos sin mirar
check-not-followed-up-text = Abiertos, y nadie los ha mirado en el plazo de una revisión.
check-no-consent = Fotografías sin consentimiento
check-no-consent-text = Su consentimiento se retiró o ha caducado: retire las fotografías o pida otro consentimiento.
check-no-session = Planes aprobados sin sesión
check-no-session-text = Ni una sesión ni una cita.
check-ready-to-judge = Resultados que se pueden juzgar
check-ready-to-judge-text = Ha llegado el día de juzgar, y no se ha valorado nada desde entonces.
person-not-known = Aún no se sabe: { $what }. Elija en la parte sobre la persona.

# Blinded grading, agreement of raters, decisions against rules
nav-blinded = Valoración a ciegas
event-blinded-pair-rated = Fotografías valoradas a ciegas
access-blinded-pair-drawn = recibió dos fotografías para valorarlas sin nombre
access-blinded-photograph-seen = vio una fotografía, sin nombre, para valorarla
blinded = Valoración a ciegas
blinded-next = El siguiente par
blinded-waiting = { $count ->
    [0] Ningún par de fotografías le espera.
    [one] Espera un par de fotografías de alguien a quien usted no ha tratado ni valorado.
   *[other] Esperan { $count } pares de fotografías de personas a quienes usted no ha tratado ni valorado.
}
blinded-show = Mostrar el siguiente par
blinded-saved = Guardado. Gracias.
blinded-none-for-you = No queda ningún par para usted. De los que esperan, usted ha abierto la historia desde que contiene una valoración, o se retiró una fotografía.
blinded-how = Cómo funciona
blinded-text = Verá dos fotografías de la misma vista, una de antes de un tratamiento y otra de después. El azar ha decidido cuál es A y cuál es B. Valore cada una por separado. No se muestran nombres ni fechas.
blinded-not-for = No recibe fotografías de personas a quienes trató o valoró, ni las que usted tomó, ni de personas cuya historia abrió desde que contiene una valoración del resultado. Si aun así sabe quién es, dígalo en lugar de dar un grado.
blinded-kept = El orden y sus valoraciones se guardan en la historia. Las fotografías que miró constan en la lista de quién leyó qué.
blinded-task = El azar ha decidido el orden. Valore cada fotografía por separado, tal como la ve.
blinded-photograph = Fotografía { $letter }
blinded-alt = Fotografía { $letter }: la piel que se valora
blinded-grade = Grado de la fotografía { $letter }
blinded-both = Las dos juntas
blinded-better = ¿Qué piel se ve mejor? (Puede dejarlo sin responder.)
blinded-better-first = A
blinded-better-second = B
blinded-better-cannot-tell = No sabría decirlo
blinded-save = Guardar los grados
blinded-not-judged = No puedo valorar este par
blinded-why = ¿Por qué no?
blinded-reason-blurred = Una fotografía no es nítida
blinded-reason-light = La luz es demasiado distinta
blinded-reason-pose = La postura o la distancia son demasiado distintas
blinded-reason-covered = Maquillaje, pelo o una mano tapan la piel
blinded-reason-known = Sé quién es o cuál es la primera
blinded-words = Con sus palabras (puede quedar vacío; sin nombres)
blinded-pass-over = Guardar que no se puede valorar
rater-blinded = Valoración a ciegas
rater-clinician = Clínico que sabía lo que se hizo
rater-patient = El paciente
beside = Valoraciones una junto a otra
beside-text = La misma zona en la misma escala. Solo se nombra un cambio si es mayor que el error de quienes valoran.
beside-rater = Quién valoró
beside-apart-short = difieren
beside-apart-meaningful = Difieren en { $difference }, más que el menor cambio que importa a las personas ({ $limit }).
beside-apart-detectable = Difieren en { $difference }, más que el error de valoración de la escala ({ $limit }). No se encontró qué cambio importa a las personas en esta escala.
beside-together-meaningful = Difieren en { $difference }, no más que el menor cambio que importa a las personas ({ $limit }).
beside-together-detectable = Difieren en { $difference }, no más que el error de valoración de la escala ({ $limit }). No se encontró qué cambio importa a las personas en esta escala.
registry-judged-by = Valorados a ciegas: { $blinded }; valorados sabiendo lo que se hizo: { $open }. Si hay ambas valoraciones, cuenta la que se hizo a ciegas.
agreement = Cómo coinciden quienes valoran
agreement-text = Grados de un clínico que sabía lo que se hizo junto a los de alguien que valoró a ciegas: la misma zona en la misma escala, antes y después del tratamiento.
agreement-none = Todavía ninguna zona fue valorada por ambos.
agreement-count = Valoraciones: { $readings }. Personas: { $people }.
agreement-too-few = Valoraciones: { $readings }. Personas: { $people }. Muy pocas para decir cuánto coinciden: se dice a partir de { $fewest } personas.
agreement-all-alike = Valoraciones: { $readings }. Personas: { $people }. Todos los grados son iguales, por lo que no se puede medir la coincidencia.
agreement-kappa = Kappa ponderado { $value } ({ $low } – { $high }); 1 es coincidencia total, 0 lo que da el azar.
agreement-icc = Correlación intraclase { $value } ({ $low } – { $high }); 1 es coincidencia total.
agreement-difference = El grado del clínico menos el dado a ciegas es de media { $mean }; diecinueve de veinte diferencias están entre { $low } y { $high }.
agreement-source = Kappa ponderado con pesos cuadráticos (Cohen, 1968) para grados, correlación intraclase ICC(2,1) (Shrout y Fleiss, 1979) para otras escalas, límites de concordancia según Bland y Altman (1986). Los intervalos valen al 95 % y resultan de sortear de nuevo a las personas hasta 2000 veces (Efron y Tibshirani, 1993).
overrides = Decisiones contra las reglas
overrides-text = Cuántas veces se preguntó una regla y se decidió contra ella, quién lo hizo, y tras cuántas de esas sesiones hubo un acontecimiento adverso o un aviso urgente (el mismo día o emergencia).
overrides-none = Nadie ha decidido contra una regla.
overrides-source = Los intervalos valen al 95 % (Clopper y Pearson, 1934). Las personas para quienes se decide contra una regla son distintas de las demás: una diferencia aquí es motivo para mirar, no una prueba.
override-rule = Regla
override-decided = Decidido en contra, de las veces que se preguntó
override-who = Por
override-afterwards = Sesiones con problemas después
override-compared = Frente a sesiones sin decisión
override-newest = Las más recientes:
override-without = Sesiones sin ninguna decisión, con problemas después: { $share }.
override-kind-screening = Cuestionario previo
override-kind-start-gate = Inicio de una sesión
override-kind-tolerance = Durante una sesión
override-tolerance = Una zona tratada lejos de lo planificado
override-share = { $came } de { $all }: { $share }
override-fewer-than = menos de { $count }
override-no-session = ninguna todavía
override-too-few = muy pocas para comparar
override-not-told = ninguna diferencia que estas cifras muestren
override-more = los problemas son más frecuentes
override-less = los problemas son menos frecuentes
# El calendario de un paciente, como lo ve la clínica
patient-calendar = Calendario
patient-calendar-since = El calendario del paciente tiene una dirección desde el { $when }.
patient-calendar-text = Quien tenga la dirección ve cuándo son las visitas. Anúlela si ha caído en otras manos; el paciente puede crear otra.
patient-calendar-end = Anular la dirección del calendario
patient-no-calendar = El paciente no ha creado ninguna dirección para el calendario.
