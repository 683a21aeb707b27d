# Frame
skip = Skip to the page
made-up = Demonstration: everybody here is made up, and nothing is kept for good.
nav = Parts of the clinic
nav-today = Today
nav-patients = Patients
nav-stock = Devices and recall
nav-settings = Settings
nav-trail = Who read what
sign-out = Sign out
foot = Needlework supports licensed clinicians; it does not decide. Every rule leads to its sources.
number = No.
to-start = To the start
save = Save
cancel = Cancel
search = Search
found = Found
reason = Reason
room = room
when = When
who = Who
what = What
patient = Patient
from = from
to = to
if-any = (if any)
usual = usual
nobody = nobody
not-set = not set

# Dates
day = { $day } { $month } { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

# Problems
problem-401 = Please sign in
problem-403 = Not allowed
problem-404 = Not found
problem-409 = Somebody was faster
problem-422 = This cannot be taken
problem-429 = Too many tries
problem-500 = A fault of the program
problem-503 = Not available just now
problem-sign-in = Nobody is signed in here, or no longer. Sign in and try again.
problem-forbidden = Your role does not allow this. It takes one of: { $roles }.
problem-elsewhere = This request does not come from a page of this clinic and was not carried out. Open the page again here and repeat it.
problem-not-found = There is no such page, patient or document here, or the address is mistyped.
problem-too-many = After too many wrong tries nobody can sign in with this name for a while. Try again in { $minutes } min.
problem-fault = Something went wrong in the program; nothing was changed halfway. Try again; if it happens again, tell whoever runs this server.
problem-back = Your browser’s “back” brings you to the form again, with what you typed.

# Roles
role-front-desk = front desk
role-operator = operator
role-clinician = clinician
role-prescriber = prescriber
role-physician = physician
role-owner = owner
role-researcher = researcher
role-patient = patient

# Sign-in
sign-in = Sign in
sign-in-name = Name to sign in
password = Password
password-again = Your password again
new-password = New password
password-hint = 12 to 128 characters; a sentence of four words is easy to keep in mind.
code = Code
code-hint = six digits from your authenticator
demonstration-heading = Look around
demonstration-text = This is a demonstration. Come in as one of these made-up people; each sees what the role allows.
take-up = Welcome
take-up-text = You will sign in by the name { $name }. Choose a password and connect an authenticator.
take-up-send = Start
authenticator = Authenticator
authenticator-text = Scan this square with an authenticator app on your phone, then type the six digits that it shows.
authenticator-secret = Or type this secret into it:

# Account
account = My account
language = Language
change-password = Change the password
sign-ins = Where you are signed in
this-browser = this browser
end = End

# Today
today-appointments = Appointments today
today-none = Nobody is expected today.
appointments-all = All appointments
nothing-waits = Nothing waits.
board-unsigned = Sessions without a signature
board-in-review = Plans that wait for review
board-check-ins = Reports of patients without an answer
board-adverse-events = Open adverse events
board-unplanned = Approved plans without a session
board-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
gate-ready = ready to start
gate-closed = not ready
tag-unsigned = unsigned session
tag-in-review = plan in review
tag-check-in = report waits
tag-adverse-event = open adverse event

# Patients
search-hint = family name, given name, birth date or number
patients-count = { $count ->
    [0] Nobody fits.
    [one] 1 patient
   *[other] { $count } patients
}
patients-first = The first { $shown } of { $total } patients; type more to narrow them down.
new-patient = New patient
family-name = Family name
given-names = Given names
birth-date = Day of birth
clinic-number = Number at the clinic
telephone = Telephone
mail = E-mail
address = Address
contact = Contact
correct-identity = Correct name or contact
reason-correction = Why name, day of birth or number change
alike-heading = Is it one of them?
alike-text = These people are registered already and look like the same person. Open their chart, or say that it is somebody else.
is-another = It is somebody else
born = born { $day }, { $age } years

# Appointments
appointments = Appointments
appointments-none = No appointments in the next sixty days.
new-appointment = New appointment
cancel-appointment = cancel
purpose = What for
purpose-consultation = consultation
purpose-treatment = treatment
purpose-review = review
starts = Begins
minutes = Minutes

# Chart
chart-parts = Parts of the chart
overview = Overview
screening = Screening
plans = Plans
consents = Consents
sessions = Sessions
photographs = Photographs
timeline = What happened
next-step = What comes next
face-map = Face map
zone-target = treat
zone-protect = protect
zone-exclude = leave out
earlier-sessions = Where needles were
day-word = Day
zone = Zone
zones = Zones
depth-mm = Depth set, mm
passes = passes
next-sign = A session is open: nothing of it is signed yet.
next-sign-action = To the session
next-adverse-event = An adverse event is open. No session starts before it is closed.
next-adverse-event-action = To the adverse events
next-screen = Nobody has asked the screening questions yet.
next-screen-action = To the screening
next-approve = A plan waits for review.
next-approve-action = To the plan
next-consent = The plan is approved; the person has not agreed to it yet.
next-consent-action = To the consents
next-session = The plan is approved and agreed to.
next-session-action = To the sessions
next-submit = A draft waits to be finished.
next-submit-action = To the draft
next-plan = Screened; there is no plan yet.
next-plan-action = To the plans

# Events
event-patient-registered = Registered
event-identity-corrected = Name, birth date or number corrected
event-contact-changed = Contact changed
event-screening-answered = Screening answered
event-override-decided = Decision against a rule
event-plan-drafted = Plan drafted
event-plan-changed = Draft changed
event-plan-submitted = Plan submitted for review
event-plan-returned = Plan given back
event-plan-approved = Plan approved
event-plan-completed = Plan completed
event-plan-stopped = Plan stopped
event-consent-given = Consent given
event-consent-revoked = Consent taken back
event-session-started = Session started
event-cartridge-opened = Cartridge opened
event-cartridge-discarded = Cartridge discarded
event-numbing-applied = Numbing applied
event-product-applied = Product applied
event-zone-recorded = Zone needled
event-reaction-noted = Reaction noted
event-session-signed = Session signed
event-session-amended = Session amended
event-session-abandoned = Session abandoned
event-check-in-reported = Report of the patient
event-check-in-answered = Report answered
event-clearance-given = Instructions released
event-scale-rated = Scale rated
event-adverse-event-opened = Adverse event
event-adverse-event-followed-up = Adverse event followed up
event-adverse-event-reported = Adverse event reported
event-adverse-event-closed = Adverse event closed
event-photograph-added = Photograph added
event-photograph-withdrawn = Photograph withdrawn
verdict-permitted = may be needled
verdict-not-yet = not yet
verdict-refused = must not be needled
consent-treatment = treatment
consent-photograph = photographs for the record
consent-marketing = photographs for advertising
consent-research = research

# Screening
may-be-needled = May this skin be needled?
not-screened = Nobody has answered the questions yet.
answered = Answered:
ask-questions = Ask the questions
ask-again = Ask again for the next appointment
only-changed = Only what may have changed since the last time is asked again; everything else is kept.
findings = Findings
sources-of-rule = rule and sources
patient-reads = The patient reads:
decided = Decided:
decide = Decide
decision = Decision
record-decision = Record the decision
resolve = Record that this is over
resolved-on = Over since
open-questions = { $count ->
    [one] 1 question is open
   *[other] { $count } questions are open
}
given-answers = { $count ->
    [one] 1 answer
   *[other] All { $count } answers
}
person-and-wish = Person and wish
wish = Wish
device = Device
asked-of-patient = Questions to the patient
asked-of-operator = To be looked at by whoever needles
as-before = As before:
date-of = Date:
date-placeholder = 2026-11-23, 2026-11 or 2026
marked-place = Where exactly
medicine-name = Which medicine
save-answers = Save the answers
grade-precaution = with care
grade-needs-clinician-decision = needs a decision
grade-defer-until = not yet
grade-refuse = refused
word-yes = yes
word-no = no
word-never = never
word-dated = yes, on this date
word-ongoing = still going on
word-unknown = yes, date unknown
word-unsure = not sure
word-positive = positive
word-negative = negative
word-on-label = within the label
word-off-label = outside the label
word-unrealistic = unrealistic expectation
word-past = in the past
word-elsewhere = elsewhere on the body
word-in-the-area = in the area
word-controlled = yes, under control
word-uncontrolled = yes, not under control
word-melasma = melasma
word-dark-marks = dark marks
word-planned = planned
word-now = now
word-finished = finished
word-pregnant = pregnant
word-possibly = possibly pregnant
word-breastfeeding = breastfeeding
word-quiet = yes, quiet
word-flaring-or-bumps = yes, flaring or with bumps
word-stainless-steel = stainless steel
word-other-metal = another metal

# Person
person = Person
sex = Sex
sex-female = female
sex-male = male
phototype = Phototype
phototype-I = I, always burns
phototype-II = II, burns easily
phototype-III = III, sometimes burns
phototype-IV = IV, rarely burns
phototype-V = V, very rarely burns
phototype-VI = VI, never burns
photodamage = Sun damage
photodamage-none = none
photodamage-mild = mild
photodamage-moderate = moderate
photodamage-severe = severe
years-since-menopause = Years since menopause
skin-word = Skin
acne-prone = tends to spots

# Plans
plan = Plan
no-plan-yet = There is no plan yet.
new-plan = New plan
new-revision = New revision
option-name = Name of this option
course = Course
interval-days = Days between sessions
maintenance-per-year = Upkeep sessions per year
first-session = First session
event-day = A day to look calm
event-hint = for example a wedding
numbing-minutes = Numbing, min
main-zone = Main
setting-mm = Setting, mm
seconds-per-cm2 = Pen time, s/cm²
channels-per-cm2 = Channels per cm²
lemperle = Wrinkle grade 0–5
scar-grade = Scar grade 1–4
laxity = Laxity 0–4
save-draft = Save the draft
submit-plan = Save and submit for review
decline-plan = The patient declines this
plan-draft = draft
plan-declined = declined, kept
plan-in-review = in review
plan-approved = approved
plan-active = active
plan-completed = completed
plan-superseded = superseded
plan-stopped = stopped
session-count = { $count ->
    [one] 1 session
   *[other] { $count } sessions
}
compare = Compare
compare-this = compare
compare-text = All columns run on the same simulated skins, so that differences are not differences of luck. Ranges hold 90 of 100 courses.
usual-course = Usual course
last-session = Last session
main-result = Main result
redness-ends = Redness no longer noticeable
pigment-risk = Darkening of the skin
hours-band = { $middle } h ({ $low } – { $high } h)
outlook = Outlook
outlook-main = { $scale }: better by { $middle } ({ $low } – { $high }) { $unit } when judged
outlook-too-small = { $scale }: { $middle } ({ $low } – { $high }) { $unit } when judged, too small to be seen
upkeep-on = upkeep { $day }
judged-on = Judged on
chair-minutes = Minutes in the chair
technique = Technique and what it does
coverage = Coverage
reached-mm = Depth reached, mm
notices = { $count ->
    [one] 1 notice
   *[other] { $count } notices
}
notice = notice
more-scales = More scales
first-days = The first days
strength = Strength:
review = Review
own-plan = You wrote this plan: somebody else approves it.
single-user-plan = This clinic has one licensed user: the plan is approved by its author, and says so.
approve = Approve and lock
comment = What is to be mended
return-plan = Give back
go-on = Go on
end-plan = End this plan
complete-plan = It was carried out
stop-plan = Stop it
goal-sheet = Goal sheet
goal = Goal
goal-visible = at least { $value }, the smallest change that can be seen
goal-low = as low as can be
goal-weigh = weigh
goal-met = met by the middle forecast
goal-not-met = not met by the middle forecast
value = Value
moves = States
plan-document = The whole plan, for paper and patient
plan-of-another-version = Another version of the program wrote this plan, so that its pictures cannot be drawn again. The forecast that was locked stands in the goal sheet.

# Rules
rule = Rule
rule-rationale = Why
rule-override = May be overridden by
rule-version = Version
rule-note = Note
sources = Sources
seen-elsewhere = Seen elsewhere
conflicts = Where sources contradict one another
reading-in-full = read in full
reading-abstract = abstract or summary
reading-secondary = secondary source
reading-unverified = not verified
allowed = Allowed

# Devices, cartridges, recall
recall = Recall
recall-text = Who was touched by a lot or a device, across all charts.
article = What
article-cartridge = cartridge, by lot
article-device = device, by serial number
article-numbing = numbing cream, by lot
article-product = product, by lot
lot-or-serial = Lot or serial number
recall-found = { $count ->
    [0] Nobody was touched by it.
    [one] 1 use
   *[other] { $count } uses
}
recall-next = The next ones
recall-table = All of them as a table (CSV)
recall-name = Name
recall-day = Day of the session
recall-unit = Unit
cartridges = Cartridges
lot = lot
expires = Use by
left = Left
over-date = over date
running-short = running short
receive = Take a lot into stock
reference = Maker’s reference
needles = Needles
longest-mm = Longest setting, mm
units = Units
devices = Devices
serial = serial no.
out-of-use = out of use
add-device = Add a device

# Settings
the-clinic = The clinic
clinic-name = Name
time-zone = Time zone
rooms = Rooms
between-commas = (between commas)
idle-minutes = Sign out after minutes without use
absolute-hours = Sign out after hours in any case
opening = Opening hours
single-licensed = The clinic has one licensed user only, and says so on its plans
rule-defaults = Defaults of rules
rule-defaults-text = Empty: as shipped. A value counts within what the rule allows.
rule-count = { $count ->
    [one] 1 rule
   *[other] { $count } rules
}
colleagues = Colleagues
name = Name
roles = Roles
add-colleague = Add a colleague
works-here = works here
ended = ended
invite-again = New link
invitation-made = This link lets { $name } choose a password. It works once, for three days, and is shown only now:

# Who read what
trail-text = Every opening of a chart, every sign-in and every change of settings. Nothing of health is in here.
older = Older
access-signed-in = signed in
access-signed-out = signed out
access-sign-in-failed = wrong sign-in
access-confirmation-failed = wrong password at a signature
access-sign-in-ended = ended a sign-in
access-password-changed = changed the password
access-refused = was refused
access-chart-opened = opened the chart
access-history-read = read the history
access-gate-looked-at = saw whether a session may start
access-identity-read = read name and contact
access-photograph-seen = saw a photograph
access-patient-registered = registered a patient
access-appointment-made = made an appointment
access-appointment-cancelled = cancelled an appointment
access-recall-searched = searched a recall
access-device-kept = changed a device
access-lot-received = took a lot into stock
access-colleague-added = added a colleague
access-colleague-invited = made a new link for a colleague
access-colleague-changed = changed a colleague
access-settings-changed = changed the settings
access-trail-read = read this list

# Consents
consents-text = Four consents, each for itself: one never carries another, and each can be taken back on its own.
consent-holds = holds
consent-missing = not given
consent-needs-plan = A treatment consent is about an approved plan; there is none yet.
consent-given-by = { $name }, { $when }, text { $version }
consent-not-kept = The words of this version are not kept here.
consent-revoked-at = – taken back { $when }
take-back = Take back
read-and-sign = Read and sign
own-risks = What this plan predicts for you
own-risks-text = Calculated for this person and this plan. Ranges hold 90 of 100 courses.
named-risks = Risks that have been reported
sign-heading = Signature
name-of-signer = Name of who signs
sign-here = Sign here with finger or pen
sign-consent = I agree and sign
clear = Clear
on-paper = Signed on paper instead
paper-place = Where the paper lies

# Sessions
start-session = Start a session
no-session-yet = No session has been held yet.
session-progress = { $done } of { $planned } sessions signed
session-open = open, not signed
session-signed = signed
session-abandoned = abandoned
session-of = Session of { $day }
session-started = Started { $when } by { $operator }, answered for by { $supervisor }, room { $room }
delivery-score = { $percent } % of the planned zones delivered within tolerance
at-the-chair = At the chair
tick-photograph = Compared with the photograph
tick-birth-date = Day of birth asked and right
tick-contact = Telephone and address checked today
tick-pack = Sterile pack was whole
tick-opened = Opened before the patient
supervisor = Answers for it
cartridge-lot = Cartridge, lot
cartridge-unit = Unit
numbing = Numbing
cream-on = Cream on
cream-off = Cream off
numbing-product = Product
numbing-strength = Strength
numbing-numbing-lot = Lot
numbing-amount-g = Amount, g
numbing-area-cm2 = Area, cm²
numbing-minutes-on = On for, min
occluded = covered
start-gate = Start gate
gate-not-passed = The session has not started: something below is not met.
override-reason = Start all the same, because
override-by = May be overridden by:
start-needling = Start needling
done = done
another-entry = Another entry for this zone
another-zone = A zone that the plan does not name
zone-not-planned = The plan does not speak about this zone.
major-heading = Far from the plan: a reason and a second name are needed.
second-name = Second name
second-password = Password of the second person
less = less
more = more
passes-word = Passes
needling-minutes = Needling, min
pain = Pain 0–10
endpoint = What the skin shows
endpoint-none = nothing
endpoint-erythema = redness
endpoint-pinpoint-bleeding = points of blood
record-zone = Record this zone
planned-zone = Planned: { $depth } mm, { $coverage }
planned-minutes = { $coverage }, about { $minutes } min
last-time = Last time, { $day }: { $depth } mm, { $passes } passes.
deviation-inside = as planned
deviation-minor = minor difference
deviation-major = far from the plan
to-sharps = to the sharps
in-sharps = in the sharps
another-cartridge = Open another cartridge
products = Products on the skin
add-product = Add a product
product = Product
phase-before = before needling
phase-during = during needling
phase-after = after needling
sterile = sterile
on-allow-list = on the clinic’s allow-list
reactions = Immediate reactions
reaction-seen = What was seen
sign-text = Once signed, the session can only be amended, never edited.
sign-and-lock = Sign and lock
abandon = Nothing was needled: abandon
amendments = Amendments
amend-text = What is true instead
amend = Amend
signed-by = Signed

# Photographs
photograph-words = { $view }, { $day }
photograph-none = No photograph of this view yet.
photograph-no-consent = No consent covers photographs
photograph-no-consent-text = None was signed, or it has expired or was taken back. Photographs can be taken once the patient has signed one.
photograph-to-consents = Go to the consents
photograph-add = Take or choose a photograph
photograph-hint = Place the face inside the outline. The earlier photograph shines through: same distance, same light, same expression. Hair off the face, no make-up, no glasses.
photograph-video = What the camera sees
photograph-taken-picture = The photograph that was just taken
photograph-ghost = Earlier photograph, translucent: { $photograph }
photograph-open-camera = Open the camera
photograph-take = Take the photograph
photograph-close-camera = Close the camera
photograph-camera-refused = The camera did not open. Allow this page to use it in the settings of the browser, or choose a file below.
photograph-taken = The photograph is taken and not yet saved. Save it, or open the camera again.
photograph-file = File
photograph-file-hint = JPEG, PNG or WebP, at most 12 MB
photograph-too-large = The file is larger than 12 MB. Save the photograph as JPEG and choose that.
photograph-taken-on = Taken on
photograph-session = Session
photograph-no-session = None
photograph-save = Save photograph
photograph-withdraw = Withdraw
photograph-withdraw-reason = Why does it go?
photograph-withdraw-text = The picture is destroyed and cannot be brought back. That there was one stays in the record.
photograph-kept = Only the picture itself is kept: place, device and time that a camera writes into its files are removed. Every look at a photograph is written into the trail.
photograph-compare = Compare photographs
photograph-before = Before
photograph-after = After
photograph-to-album = Back to all photographs
photograph-sides = Side by side
photograph-over = One over the other
photograph-cut = Border between before (left) and after (right)
photograph-compare-hint = Light, distance and expression change what is seen of skin. A difference here is an impression and no measurement.
photograph-too-few = There are no two photographs of one view yet. Choose any two above, or take more.

# Results
results = Results
results-text = What was predicted before a course, and locked, stands here beside what was rated before and after it.
results-none = No course with a signed session yet.
results-sessions = { $held } of { $planned } sessions held, { $first } to { $last }.
results-judged-on = The result is judged on { $day }.
results-later = It is too early to judge. Rate the same scales again on { $day }, or up to { $weeks } weeks earlier or later.
results-missing = The day to judge was { $day }. A rating is missing from before the first session or from within { $weeks } weeks of that day, so that nothing can be compared.
results-not-as-planned = Fewer sessions were held than planned: the prediction is not one of this course, and it does not count in the registry.
results-scale = Zone and scale
results-before = Before
results-after = After
results-came = Improvement
results-came-beyond = { $came } ({ $beyond } from the middle)
results-predicted = Predicted (9 of 10 between)
results-verdict = Comparison
results-axis = Improvement, in units of each scale
results-picture = Predicted and rated improvement
results-key = Disc: the prediction, with the ranges of one half and of nine tenths. Square: what was rated, with its rating error.
results-blinded = Judged without knowing which was before.
results-open = Judged knowing what was done.
place-below = less than predicted
place-lower = as predicted, lower part
place-middle = as predicted
place-upper = as predicted, upper part
place-above = more than predicted
change-better = Better by more than raters err ({ $least }).
change-not-told = No change that can be told from rating error ({ $least }).
change-worse = Worse by more than raters err ({ $least }).

# Registry
nav-registry = Registry
registry-text = What all charts say together: whether predictions kept what they promised, and whether anything stands apart. No patient is named.
registry-summary = Results of courses held as planned: { $results }. Signed sessions: { $sessions }. People: { $people }.
registry-unreadable = { $count ->
    [one] One chart could not be read and is not counted.
   *[other] { $count } charts could not be read and are not counted.
}
registry-none = Too few results yet: with fewer than ten, nearly any share could be true. A result counts once a scale was rated before a course and about three months after it.
registry-held = How predictions held
registry-half = The range for half of all results held
registry-nine-tenths = The range for nine of ten results held
registry-half-short = Half held
registry-nine-tenths-short = Nine tenths held
registry-holds = keeps its promise
registry-too-narrow = promised too much
registry-too-wide = wider than needed
registry-predicted = Predicted chance of less
registry-came = Share that was less
registry-plot = Calibration plot
registry-plot-text = Points on the line: what was predicted came as often as it should. Bars: where the true share may lie.
registry-apart = What stands apart
registry-nothing-apart = No device and no operator stands apart.
registry-false-alarms = In a clinic in which nothing changes, the chance that this page ever names one is at most { $share }, however often one looks. What changes everywhere at once is named here, too: the number for elsewhere then moves alike.
registry-finding-improvement = { $by } { $value }: since { $day }, { $results } courses improved { $ratio } times as much as predicted; elsewhere it was { $elsewhere }. Look after it: needles, depth setting, technique.
registry-finding-redness = { $by } { $value }: since { $day }, redness after { $results } first sessions lasted { $ratio } times as long as predicted; elsewhere it was { $elsewhere }. Look after it: needles, depth setting, technique.
registry-groups = By group
registry-results = Results
registry-leaning = Results lie
leaning-more = above the predictions
leaning-less = below the predictions
leaning-none = around the predictions
trait-zone = Zone
trait-indication = Wish
trait-phototype = Phototype
trait-age = Age
trait-device = Device
trait-operator = Operator
age-decade = from { $age }
registry-side-effects = Side effects by month
registry-no-events = No adverse event was recorded.
registry-events = Sessions with this event
registry-run = Recorded after { $share } of sessions, over { $months } months. By chance alone { $chance } months would lie beyond their limit.
registry-beyond = { $month }: { $events } of { $sessions } sessions ({ $share }), more than chance explains.
registry-run-text = Columns: sessions after which it was recorded. Broken line: the number from which on it is more than chance explains.
registry-research = For research
registry-research-text = Results of people who agreed to research. Ages are given by decade, days are counted from the first session, and whoever shares age, sex and phototype with fewer than five is made coarser or left out.
registry-download = Download the table (CSV)
registry-columns = What the columns mean (CSV)
access-registry-read = read the registry
access-research-exported = downloaded the table for research
# Tries from one address
problem-too-many-from-here = Too many tries came from your connection. Wait { $seconds } s, then try again.
# Passkeys
passkeys = Passkeys
passkeys-text = A passkey lies on your phone, your computer or a security key, and opens by fingerprint, face or PIN. It takes the place of the six digits; you type your password as before.
passkeys-not-in-browser = This browser offers no passkeys, or scripts are switched off. The code from your authenticator works all the same.
passkeys-not-here = At this address there are no passkeys: browsers allow them only where the clinic is opened by its name over HTTPS, or as localhost on its own machine. The code from your authenticator works all the same.
passkey-add = Add a passkey
passkey-name = Name of the passkey
passkey-name-hint = The name is for you, so that you know the passkey again, for example “Phone”.
passkey-added = added { $when }
passkey-used = last used { $when }
passkey-unused = not used yet
passkey-remove = Remove “{ $name }”
passkey-make-text = Your browser asks where the passkey is to lie, and then for your fingerprint, your face or a PIN.
passkey-make = Make the passkey
passkey-not-made = No passkey was made. Perhaps it took too long, the request was closed, or this device has one for the clinic already. Nothing was changed; try again, or go back.
passkey-not-shown = No passkey came. Perhaps it took too long, the request was closed, or this device has none for the clinic. Try again, or go back and use the code.
passkey-back = Back, without a passkey
passkey-instead = Or, after name and password, in the place of the code:
passkey-sign-in = Sign in with a passkey
passkey-show-text = Your browser asks for your passkey: by fingerprint, face or PIN, or with your security key.
passkey-show = Show the passkey
passkey-take-up = Or a passkey, in the place of the authenticator
passkey-take-up-begin = Start with a passkey
passkey-take-up-name = You will sign in by the name { $name }. Choose a password, and a name for your passkey.
passkey-take-up-text = Then your browser asks where the passkey is to lie, and for your fingerprint, your face or a PIN.
access-passkey-added = added a passkey
access-passkey-removed = removed a passkey
# Boards of the day
board-comes-on = comes on { $day }
board-ask-again = Questions to ask again before the next treatment

# Forms of a page that is out of date
stale-kept = Somebody else wrote into this chart meanwhile; nothing of theirs is lost. This page shows how it stands now, with what you typed. Read it again, then save.
stale-sign = Somebody else wrote into this chart meanwhile; nothing of theirs is lost. Read the text as it stands now, then sign below it.

# What is asked and not assumed
choose-one = Please choose

# Pages of a large clinic
appointments-later = Later appointments
stock-used-up = { $count ->
    [one] 1 lot is used up and not shown; a recall finds it.
   *[other] { $count } lots are used up and not shown; a recall finds them.
}
# Words of the consents
consent-words = Words of the consents
consent-words-text = The words of each consent can be your own, in each language. Every change is a new version; whoever signs next signs that one, and what was signed stays as it was.
consent-words-own = your words
consent-words-shipped = as shipped
consent-words-version = A signature names version { $version }.
consent-words-shipped-text = The words as shipped
consent-words-edit = Change the words
consent-words-title = Title
consent-words-paragraphs = What is agreed to, an empty line between paragraphs
consent-words-revoking = What can be taken back, and how
consent-words-back = Back to the words as shipped
access-consent-worded = changed the words of a consent
# A patient's access
patient-access = Patient's own pages
patient-access-back = Back to the patient
patient-link-give = Give access
patient-link-text = The patient opens a link once, on the own telephone, and types the day of birth. The link works for seven days and for three tries. A new link takes the place of an earlier one.
patient-link-make = Make a link
patient-link-open = A link was given and not used yet. It works until { $until }.
patient-link-revoke = Make the open link void
patient-devices = Signed in on
patient-no-devices = On no device.
patient-slip = Link for the patient
patient-slip-once = This link is shown once. Print this page, or let the patient type it now.
slip-heading = Your own pages at { $clinic }
slip-text = Open this address on your telephone. It asks for your day of birth and then stays open on that telephone.
slip-until = The address works once, until { $until }.
slip-private = Keep it to yourself: whoever has it and knows your day of birth can read your record.
slip-telephone = If it does not work, call { $telephone }.

# A patient's own pages
own-pages = Your own pages
own-nav = Your pages
own-nav-today = Today
own-nav-more = More
own-foot-call = Your clinic:
own-link-over = This link no longer works. It was used already, is too old, was taken back, or was tried too often.
own-how-heading = How to get in
own-how-text = Your clinic gives you a link. It works once, and then your telephone stays signed in.
own-how-ask = If you need a new link, ask your clinic for one.
own-how-call = If you need a new link, call your clinic:
own-how-safe = There is no password. Nobody from the clinic will ask you for one.
own-colleagues = I work at the clinic
own-patients = I am a patient
own-enter = Open your own pages
own-enter-text = So that nobody else can read your record, we ask for your day of birth.
own-birth-date = Day of birth
own-birth-day = Day
own-birth-month = Month
own-birth-year = Year
own-enter-device = This device stays signed in. Use your own telephone, not one that others use.
own-enter-send = Open
own-enter-no-day = This is no day. Write the day, the month and the year as numbers, for example 9, 3 and 1974.
own-enter-wrong = { $count ->
    [one] This is not the day of birth that the clinic has written down. You can try one more time; then you need a new link.
   *[other] This is not the day of birth that the clinic has written down. You can try { $count } more times.
}
own-devices-text = If you do not know one of these devices, end it and tell your clinic.
own-since = since { $when }
own-this-device = this device
own-end = End
access-own-chart-opened = opened the own pages
access-patient-link-made = made a link for the patient
access-patient-link-revoked = made a link for the patient void

# A patient's card of the day
own-no-plan = Your clinic has not approved a plan for you yet. What you need to do will stand here once it has.
own-next-visit = Your next visit: { $when }.
own-next-planned = Your next session is planned for about { $day }. Your clinic makes the appointment with you.
own-days-after = { $count ->
    [0] Your last session was today.
    [one] Your last session was yesterday.
   *[other] Your last session was { $count } days ago.
}
own-worried = Something worries me
own-suspended = The clinic looks at what you reported. Until somebody has answered, nothing new is released.
own-report = Tell your clinic how your skin is
own-do = Do
own-do-not = Do not
own-locked = Wait until your clinic releases it
own-ask = Ask first
own-normal = What is expected today
own-coming = What comes next
own-call = When to call, and whom
own-call-clinic = Call your clinic:
own-call-no-number = Call your clinic.
own-day-and-hour = { $day }, { $hour }
own-until = Until { $when }
own-until-calm = Until you report neither redness nor flaking
own-until-reviewed = Until your clinic has answered your report
own-not-released-before = Not before { $when }, and only when your clinic says so
own-not-released = Your clinic can release it now. Wait until it says so.
own-begins = From then: { $what }
own-may-again = May begin again: { $what }
own-may-again-calm = May begin again without redness and flaking: { $what }
own-may-be-released = Your clinic may release: { $what }
own-today = today
own-tomorrow = tomorrow
own-near-day = { $weekday }, { $day } { $month }
own-alarm-emergency = If you notice any of this:
own-alarm = If you notice any of this, tell your clinic:

# A patient's plan
own-nav-plan = Plan
own-nav-photographs = Photos
own-plan-heading = Your plan
own-plan-sessions = { $count ->
    [one] One session
   *[other] { $count } sessions
}
own-plan-days = These are the days of the plan. The appointments that your clinic makes with you count.
own-plan-upkeep = Later, if you both want it
own-plan-upkeep-text = Upkeep is a proposal. Nothing is booked.
own-plan-judged = On { $day } you and your clinic look at the result together.
own-plan-needles = How deep the needles go
own-plan-side-effects = What to expect, and what can go wrong
own-cut-description = Drawn to scale. The needle is { $length } mm long and reaches { $low } to { $high } mm deep.
own-epidermis = outer skin
own-papillary = upper inner skin
own-reticular = lower inner skin
own-chance = In { $number } of 100 forecasts for you there is a change that can be seen on that day.
own-change-none = The forecasts lie below what can be seen.
own-change-up-to = It may be anything from no change that can be seen up to { $high } better.
own-change-between = It is likely to be between { $low } and { $high } better.
own-least-change = A change of less than { $least } cannot be told from a mistake in measuring.
own-fan-title = What may change over time
own-fan-value = better by ({ $unit })
own-fan-threshold = can be seen from here on
own-fan-judged = you look together
own-fan-key = The line is the middle forecast. Half of all forecasts lie in the dark band, 9 of 10 in the light one. The small marks are sessions.

# A patient's photographs, consents, releases, calendar, data
own-photographs = Your photographs
own-photographs-text = Light, distance and expression change what is seen of skin. A difference between two pictures is an impression and no measurement.
own-no-photographs = Your record holds no photographs.
own-consents = What you agreed to
own-no-consents = You have not signed anything yet.
own-consent-given = Signed by { $name } on { $when }.
own-consent-taken-back = You took this back on { $when }.
own-consent-read = Read what was signed
own-consent-older = The text has changed since you signed it. Ask your clinic for the one that you signed.
own-consent-take-back = Take it back
own-consent-follows = It ends at once. Your clinic sees it.
own-reason = Why
own-reason-free = (only if you want to say so)
own-reason-too-long = The reason is longer than 300 letters. Shorten it.
own-clearances = Released by your clinic
own-clearances-text = Some things wait until somebody at your clinic has looked at your skin. This page never releases anything by itself.
own-nothing-locked = Nothing waits for your clinic now.
own-released = Already released
own-nothing-released = Nothing yet.
own-released-by = by { $name } on { $when }
own-calendar = Calendar
own-calendar-text = Your telephone can show your visits and reminders. They are called "Appointment" and "Reminder" and say nothing about you or your skin.
own-calendar-address = Your address
own-calendar-once = This address is shown once. Subscribe to it now, or copy it into your calendar.
own-calendar-secret = Whoever has this address sees when your visits are. Do not pass it on.
own-calendar-subscribe = Subscribe
own-calendar-new = Make an address
own-calendar-new-text = A new address makes an earlier one void.
own-calendar-make = Make a new address
own-calendar-end = Make the address void
own-calendar-since = There is an address since { $when }.
own-calendar-visit = Appointment
own-calendar-reminder = Reminder
own-calendar-where = More on your own pages: { $address }
own-readers = Who has read your record
own-readers-text = Everybody who opened your record stands here, you too. If you do not understand an entry, ask your clinic.
own-you = You
own-data = Your data
own-data-text = You can take everything that your record holds with you, as one file:
own-data-events = everything that was written down, in the order in which it happened
own-data-photographs = your photographs
own-data-sessions = your sessions as a calendar
own-data-take = Take the file
own-data-open = The file is a ZIP file and not locked: whoever opens it reads everything. Keep it in a safe place.
access-own-data-taken = took the own data along
access-calendar-address-made = made an address for the calendar
access-calendar-address-ended = made the address of the calendar void
access-calendar-read = read the calendar

# Healing watch and check-ins
nav-watch = Healing watch
watch-text = Reports of patients that nobody has answered, and patients who were not heard of when a check-in was due. The gravest level stands first; what is overdue rises.
watch-none = Nobody waits for an answer.
watch-all = All of the healing watch
watch-overdue = overdue
watch-since = since
watch-due = answer by
watch-silent = No answer to the last check-ins. No conclusion is drawn; ask how it goes.
watch-beyond = { $sign }: above { $most }, which fewer than 5 of 100 forecasts of this person exceed
watch-has-words = There are words to read.
day-after = Day { $day }
minutes-long = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
hours-long = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
days-long = { $count ->
    [one] 1 day
   *[other] { $count } days
}
patient-pain = Pain
pain-of-ten = pain { $pain } of 10
check-ins = Check-ins
check-ins-none = Nobody has reported since the last session.
check-ins-no-session = There was no session yet, so that there is nothing to check.
check-in-by-telephone = Record a check-in by telephone
check-in-by-telephone-text = Read the questions to the patient. The answer appears at once, in the words that the patient would read.
check-in-expected = As expected
check-in-open = Open the report
check-in-to-answer = Answer
check-in-told = What was told
check-in-said = What the patient was told at once
check-in-rules = Rules that spoke
check-in-nothing-told = No sign was reported.
check-in-response = What was done
check-in-response-text = Your name and the time stand beside it.
check-in-answer = Record the answer
check-in-for-clinician = A report of this level is answered by a clinician.
patient-words = In the patient's words
sent-photograph = Photograph that was sent with the report
beyond-forecast = forecast up to { $most }
bands-title = Healing since the last session
bands-text = The band holds 90 of 100 forecasts of this person, the line is the middle one. A disc is a report within it, a square one beyond it. Grades: 0 none, 1 mild, 2 moderate, 3 severe.
band-grade = Grade
band-days = days after the session
band-words = { $sign } as it was reported, on the band of its forecast. The numbers stand in the reports below.
releases = Releases
adverse-event-open = Open an adverse event
access-watch-looked-at = saw reports on the healing watch

# The form of a check-in
check-in-emergency = Is there any of this now?
check-in-emergency-text = Do not wait for an answer here.
check-in-send-at-once = Tell the clinic now
check-in-signs = How is the skin?
check-in-drawings = The drawings show lighter skin on the left and darker skin on the right. They are examples; the words count.
check-in-pain = Pain now, from 0 (none) to 10 (worst)
check-in-others = Is there any of this?
check-in-words = Anything else
check-in-words-hint = (a person reads it)
check-in-photograph = A photo of the area
check-in-send = Send
check-in-sending = Sending …
check-in-kept = There is no connection. Your answers are kept on this device and sent once when the connection is back. If anything worries you, call the clinic.
check-in-photograph-not-kept = The photo is not kept: send it again later.
check-in-waiting = The clinic could not take your answers just now. They are kept on this device and sent again by themselves. If anything worries you, call the clinic.
check-in-signed-out = You are no longer signed in. Your answers are kept on this device. Sign in again and open this page: then they are sent. If anything worries you, call the clinic.
check-in-refused = The clinic could not take the answers that were kept on this device, most likely because some are missing. Answer every question and send the form again. If anything worries you, call the clinic.
check-in-not-kept = Your answers could not be sent, and this device does not let the page keep them. Leave the page open and send them again in a moment. If anything worries you, call the clinic.
check-in-by-patient = by the patient
check-in-told-to = told to { $name }
own-nav-check-in = How is it?
own-check-in = How is your skin now?
own-check-in-text = Answer what you see and feel at this moment. It takes about two minutes, and an answer appears at once.
own-check-in-limits = Nobody watches these answers as they come in. The answer says who reads them and when.
own-check-in-none = You have had no session yet, so there is nothing to report. If something worries you, call the clinic.
own-check-in-again = Report again
own-answer-expected = This is expected at this time
own-answer-message = We will write back
own-answer-review = We will look at it
own-answer-urgent = Call the clinic today
own-answer-emergency = Call the emergency number now
own-answer-no-reply = Nobody replies to this report. Report again at any time, or call the clinic if something worries you.
own-answer-kept = Your report is in your chart. The clinic can read it there.
own-call-now = Call
own-photograph-lost = Your report has arrived, but without your photo: the photo could not be read or kept, or your consent to photos no longer holds. Send a new report with another photo, or call the clinic.
own-clinic-answered = The clinic answered

# Releases, ratings, adverse events and nightly checks
releases-text = What ends only by the word of the clinic, after a visit or a look at a photograph. Nothing is released by itself.
releases-waiting = Waits for a release
releases-none = Nothing waits for a release.
releases-given = Released
release-chosen = Release what is chosen
release-by-clinician = A clinician releases.
release-from = The rules let it be released from { $when } on.
release-suspended = A report of level 2 or higher suspends every release. Answer it first.
release-nothing-waits = It no longer waits for a release.
ratings = Ratings
ratings-none = Nothing was rated yet.
rating-new = Rate
rating-guide = Look at the same views in the same light, side by side:
rating-scale = Scale
rating-grade = Grade
rating-is-blinded = I did not know which picture is before and which after
rating-blinded = blinded
rating-record = Record the rating
rating-anchors = What the grades mean
rating-no-anchors = No source gives the words of its grades; use the reference of its owner.
whole-face = whole face
adverse-events = Adverse events
adverse-events-none = No adverse event was opened.
adverse-event-grade = grade { $grade } of 5
adverse-event-is-open = open
adverse-event-is-closed = closed
adverse-event-serious = serious
adverse-event-no-session = none is known
adverse-event-follow-up = Note the follow-up
adverse-event-note = What was found and done
adverse-event-sent = Reported to an authority or a maker
adverse-event-record-sent = Record that it was sent
adverse-event-reported-to = Reported to { $recipient } on { $day }, reference { $reference }
adverse-event-close = Close it
adverse-event-close-by-clinician = A clinician closes it.
adverse-event-report-draft = Draft of the report
report-missing = Still missing
report-text = For the authority and the maker
report-no-name = No name, day of birth or number at the clinic stands in the draft.
report-sign = Sign
report-description = What was seen
report-grade = Grade
report-serious = Serious
report-noticed = Opened
report-course = How it went on
report-outcome = How it ended
report-age = Age of the patient, years
report-session = Treatment
report-device = Device
report-serial = Serial number
report-lots = Cartridges, lot and unit
report-depth = Zones, setting and passes
report-products = Products with their lots
report-operator = Operator
report-photographs = Photographs of the session
report-same-lot = Other patients with the same lot
report-sent-on = Sent on
report-recipient = Recipient
report-reference = Reference number
checks = Nightly checks
checks-text = What was left lying, over all charts, as of now.
checks-owner = Sees to it: { $name }.
checks-no-owner = nobody; the settings name who does
checks-owner-setting = Sees to the nightly checks
since-day = since { $day }
check-unsigned = Sessions without a signature
check-unsigned-text = Held before today and not signed.
check-not-followed-up = Adverse events without a look
check-not-followed-up-text = Open, and nobody has looked after them within the time of a review.
check-no-consent = Photographs without a consent
check-no-consent-text = Their consent was taken back or has run out: take the photographs away, or ask for a new consent.
check-no-session = Approved plans without a session
check-no-session-text = Neither a session nor an appointment.
check-ready-to-judge = Results that can be judged
check-ready-to-judge-text = The day of judgement has come, and nothing was rated since.
person-not-known = Not known yet: { $what }. Choose in the part about the person.

# Blinded grading, agreement of raters, decisions against rules
nav-blinded = Blind grading
event-blinded-pair-rated = Photographs graded blind
access-blinded-pair-drawn = was given two photographs to grade without a name
access-blinded-photograph-seen = saw a photograph, without a name, to grade it
blinded = Blind grading
blinded-next = The next pair
blinded-waiting = { $count ->
    [0] No pair of photographs waits for you.
    [one] One pair of photographs waits that you have neither treated nor graded.
   *[other] { $count } pairs of photographs wait that you have neither treated nor graded.
}
blinded-show = Show the next pair
blinded-saved = Saved. Thank you.
blinded-none-for-you = There is no pair left for you. Of those that wait you have opened the chart since it holds a grade, or a photograph was taken back.
blinded-how = How it works
blinded-text = You see two photographs of the same view, one from before a course and one from after it. Chance has drawn which is A and which is B. Grade each by itself. Neither name nor day is shown.
blinded-not-for = You get no photographs of people whom you treated or graded, that you took, or whose chart you opened since it holds a grade of the result. If you know all the same who it is, say so in the place of a grade.
blinded-kept = The order and your grades are kept in the chart. Which photographs you looked at is in the list of who read what.
blinded-task = Chance has drawn the order. Grade each photograph by itself, as you see it.
blinded-photograph = Photograph { $letter }
blinded-alt = Photograph { $letter }: the skin to be graded
blinded-grade = Grade of photograph { $letter }
blinded-both = Both together
blinded-better = Which skin looks better? (You may leave it open.)
blinded-better-first = A
blinded-better-second = B
blinded-better-cannot-tell = I cannot tell
blinded-save = Save the grades
blinded-not-judged = I cannot judge this pair
blinded-why = Why not?
blinded-reason-blurred = A photograph is not sharp
blinded-reason-light = The light differs too much
blinded-reason-pose = Pose or distance differ too much
blinded-reason-covered = Make-up, hair or a hand covers the skin
blinded-reason-known = I know who it is or which came first
blinded-words = In your words (may stay empty; no name)
blinded-pass-over = Save that it cannot be judged
rater-blinded = Blinded rater
rater-clinician = Clinician, knowing what was done
rater-patient = The patient
beside = Raters beside each other
beside-text = The same zone on the same scale. A change is named only where it is larger than raters err.
beside-rater = Who graded
beside-apart-short = they differ
beside-apart-meaningful = They differ by { $difference }, more than the smallest change that matters to people ({ $limit }).
beside-apart-detectable = They differ by { $difference }, more than the rating error of the scale ({ $limit }). What change matters to people was not found for this scale.
beside-together-meaningful = They differ by { $difference }, no more than the smallest change that matters to people ({ $limit }).
beside-together-detectable = They differ by { $difference }, no more than the rating error of the scale ({ $limit }). What change matters to people was not found for this scale.
registry-judged-by = Judged blind: { $blinded }; judged knowing what was done: { $open }. Where a course has both, the blinded grades count.
agreement = How raters agree
agreement-text = Grades of a clinician who knew what was done beside those of a blinded rater: the same zone on the same scale, before and after a course.
agreement-none = No zone was graded by both yet.
agreement-count = Gradings: { $readings }. People: { $people }.
agreement-too-few = Gradings: { $readings }. People: { $people }. Too few to tell how far they agree: from { $fewest } people on it is told.
agreement-all-alike = Gradings: { $readings }. People: { $people }. All grades are the same, so that agreement cannot be measured.
agreement-kappa = Weighted kappa { $value } ({ $low } – { $high }); 1 is full agreement, 0 what chance gives.
agreement-icc = Intraclass correlation { $value } ({ $low } – { $high }); 1 is full agreement.
agreement-difference = The clinician's grade less the blinded one is { $mean } on average; nineteen of twenty differences lie between { $low } and { $high }.
agreement-source = Weighted kappa with quadratic weights (Cohen, 1968) for grades, intraclass correlation ICC(2,1) (Shrout and Fleiss, 1979) for other scales, limits of agreement by Bland and Altman (1986). Intervals hold in 95 % and come from drawing people anew up to 2000 times (Efron and Tibshirani, 1993).
overrides = Decisions against rules
overrides-text = How often a rule was asked and decided against, by whom, and after how many of those sessions an adverse event or an urgent report followed (same day or emergency).
overrides-none = Nobody has decided against a rule.
overrides-source = Intervals hold in 95 % (Clopper and Pearson, 1934). People for whom a rule is decided against differ from others: a difference here is a reason to look, not a proof.
override-rule = Rule
override-decided = Decided against, of times asked
override-who = By
override-afterwards = Sessions with trouble afterwards
override-compared = Beside sessions without a decision
override-newest = Newest:
override-without = Sessions without any decision, with trouble afterwards: { $share }.
override-kind-screening = Screening
override-kind-start-gate = Start of a session
override-kind-tolerance = During a session
override-tolerance = A zone needled far from the plan
override-share = { $came } of { $all }: { $share }
override-fewer-than = fewer than { $count }
override-no-session = none yet
override-too-few = too few to compare
override-not-told = no difference that these counts can show
override-more = trouble follows more often
override-less = trouble follows less often
# The calendar of a patient, as the clinic sees it
patient-calendar = Calendar
patient-calendar-since = The calendar of the patient has had an address since { $when }.
patient-calendar-text = Whoever has the address sees when the visits are. Make it void if it fell into other hands; the patient can make a new one.
patient-calendar-end = Make the address of the calendar void
patient-no-calendar = The patient has made no address for the calendar.
