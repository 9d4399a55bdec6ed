//! What the names of columns and the words for a status mean, in English, French, Spanish and
//! Portuguese.
//!
//! The lists hold keys (`text::key`): small letters without accents. A pattern is `=x y` for the
//! whole name, `x y` for words that stand in it in that order, `x*` for a word that begins so.
//! The first list that matches decides, so that what is narrow stands before what is wide.

use super::role::Role;
use crate::import::text;
use crate::model::{Language, Marker, ProgramStatus};

/// Columns of persons: who is asked, who typed it in. Their values are never read.
const PERSON: &str = "
    contact, contacts, contacto, contactos, contato, contatos, email, emails, e mail, mail,
    courriel, correo, telephone, telefono, telefone, phone, tel, fax, mobile, created by,
    updated by, modified by, entered by, added by, edited by, prepared by, approved by,
    validated by, submitted by, saisi par, cree par, modifie par, mis a jour par,
    valide par, creado por, actualizado por, modificado por, criado por, atualizado por,
    focal point, focal points, point focal, points focaux, punto focal, ponto focal, person,
    personne ressource, persona, pessoa, project manager, project officer,
    programme officer, program officer, task manager, task team leader, team leader,
    chef de projet, chef du projet, jefe de proyecto, gerente, first name, last name,
    surname, family name, prenom, prenoms, apellido, apellidos, sobrenome, mailing address,
    =address, =adresse, =direccion, =endereco, =coordinator, =coordonnateur,
    =coordonnatrice, =coordinador, =coordenador, =manager, =author, =auteur, =user,
    =utilisateur, user name, username, date of birth";

/// Columns that look like others by a word and are none of them.
const NOTHING: &str = "
    type, types, tipo, tipos, modality, rate, taux, tasa, taxa, exchange, groups, group,
    version, geocoded, flag, publishing, published, update count, =count, constant,
    cancellation, cancellations, target disbursement, disbursement target, target loan,
    repay*, interest, issue, issues, elapsed, created, updated, createdat, updatedat,
    last modified, reported date, as of date, decision date, url, website, comment*,
    remark*, remarque*, observac*, observation*, note, notes, acronym, sigle, sigla,
    latitude, longitude, coordinates, beneficiar*, population, indicator*, indicateur*,
    indicador*, exclusion, legend, untied, tied, irtc, nominal, purpose description,
    outstanding, arrears, received, future, financing instrument, implementation level,
    usage year, usage year start, usage year end, level of approval, actions, environmental,
    capital expenditure";

const OTHER_IDENTIFIER: &str = "
    other identifier*, other id, secondary id, secondary project id, donor project id,
    donor project code, donor id, donor ref, donor reference, funding organization id,
    funding organisation id, cris number, crs id, =crsid, ref code, source project,
    budget code, code budgetaire, bailleur id, iati id";

const IDENTIFIER: &str = "
    =iati identifier, =iati activity identifier, =activity identifier, =project identifier,
    =project id, =projectid, =activity id, =programme id, =program id, =project number,
    =project no, =project code, =project ref, =project reference, =project nr,
    =activity code, =activity ref, =programme code, =program code, =programme number,
    =amp id, =grant id, =loan id, =grant number, =loan number, =award id, =award number,
    =contract number, =code projet, =code du projet, =code programme, =numero du projet,
    =numero projet, =n projet, =n du projet, =no projet, =id projet, =identifiant,
    =identifiant du projet, =identifiant projet, =reference du projet, =reference projet,
    =codigo, =codigo del proyecto, =codigo proyecto, =codigo do projeto, =codigo projeto,
    =id proyecto, =id del proyecto, =id projeto, =id do projeto, =codigo snip, =codigo bip,
    =numero de proyecto, =numero do projeto, =identificador, =identifier, =code, =reference,
    =ref, =id, =ids, =no, =nr, =number, =numero, =flow id, project number, project id,
    project code, code projet, code du projet, codigo del proyecto, codigo do projeto,
    activity id, iati identifier, =uid, =uuid";

/// Names that are a title or an identifier; what stands in the column tells.
const PROJECT: &str = "
    =project, =projects, =projet, =projets, =proyecto, =proyectos, =projeto, =projetos,
    =programme, =program, =programa, =activity, =activite, =actividad, =atividade, =acao,
    =accion, =action, =intervention, =project programme, =projet programme,
    =projets programmes";

const UMBRELLA: &str = "
    parent activity identifier, parent activity name, parent activity, parent project,
    parent programme, parent program, =parent, =parent id, umbrella, umbrella program*,
    programme parent, projet parent, programme chapeau, programa padre, programa marco,
    programa guarda chuva";

const RELATED: &str = "
    related project*, related activit*, related program*, linked project*, projets lies,
    projet lie, proyectos relacionados, projetos relacionados";

const TITLE: &str = "
    =title, =project title, =activity title, =programme title, =program title, =proj title,
    =project name, =activity name, =programme name, =program name, =grant title,
    =loan title, =intitule, =intitule du projet, =titre, =titre du projet, =titre projet,
    =nom du projet, =nom projet, =libelle, =libelle du projet, =denomination, =designation,
    =titulo, =titulo do projeto, =titulo projeto, =titulo del proyecto, =titulo proyecto,
    =nombre del proyecto, =nombre proyecto, =nombre, =nome do projeto, =nome projeto, =nome,
    =name, =nom, =denominacion, =project or programme title, title, titre, titulo, intitule,
    project name, nom du projet, nom de lintervention, nombre del proyecto, nome do projeto,
    libelle";

const DESCRIPTION: &str = "
    description, descriptions, descriptif, descripcion, descricao, abstract, summary,
    resume, resumen, resumo, synopsis, background, main objectives and outcomes,
    target group or reach";

/// Names of a text or of an objective of the framework; what stands in the column tells.
const OBJECTIVES: &str = "
    =objective, =objectives, =objectif, =objectifs, =objetivo, =objetivos,
    =project objective, =project objectives, =objectif du projet, =objectifs du projet,
    =objetivo del proyecto, =objetivo do projeto, =outcome, =output, =resultat, =resultats,
    =produit, =effet, =resultado, =resultados";

const OBJECTIVE: &str = "
    strategic objective*, objective code, objectif strategique, objectifs strategiques,
    objetivo estrategico, objetivos estrategicos, =axe, =axes, axe strategique,
    axes strategiques, =eje, eje estrategico, ejes estrategicos, =eixo, eixo estrategico,
    pillar, pilier, =pilar, strategic priority, strategic priorities, priorite strategique,
    national planning objectives, national objective*, objectif national, national priority,
    ndp outcome, undaf outcome, undaf output, cooperation framework outcome, unsdcf outcome,
    unsdcf output, goal, sous objectif, outcome code, output code";

const MARKER: &str = "
    gender marker, marqueur genre, marcador de genero, gender equality marker";

const CURRENCY: &str = "currency, devise, monnaie, moneda, moeda, divisa";

const STATUS: &str = "
    status, statut, =etat, etat davancement, etat du projet, =estado, estado del proyecto,
    situacao, situacion, =stage, =phase, =etape, =fase, estatus";

/// Words by which a column of a status is not that of the program.
const OTHER_STATUS: &str = "flow, tied, publishing, physical, approval, compliance";

const START: &str = "
    start*, =from, begin*, debut, demarrage, inicio, commencement, effectivity start date,
    effective date, date deffet, =date de signature, =signature date, entree en vigueur,
    fecha de firma, lancement";

const END: &str = "
    =end, end date, enddate, end actual*, end planned*, end year, actual end, planned end,
    project end, =to, =until, date de fin, =fin, fin du projet, annee de fin, fecha de fin,
    fecha fin, fecha final, termino, fim, closing date, completion date, date de cloture,
    date dachevement, achevement, finalizacion, conclusao, fecha de cierre, data final,
    fin prevue, fin reelle, fin effective";

const YEAR: &str = "
    year, annee, =ano, ano projeto*, exercice, ejercicio, exercicio, gestion, fiscal year";

const SECTOR: &str = "
    sector, sectors, secteur, secteurs, sectores, setor, setores, purpose, dac code,
    crs code, cluster, clusters, sector code, code secteur, cad";

const SECTOR_SHARE: &str = "
    sector percent*, sector share*, sector %, pourcentage secteur, part du secteur,
    porcentaje sector, sector weight*";

const LOCATION: &str = "
    location, locations, region, regions, province, provinces, district, districts,
    localisation, localite, localites, lieu, lieux, zone, zones, zone dintervention,
    departement, departements, departamento, departamentos, municipio, municipios,
    municipality, governorate, governorates, county, counties, commune, communes, state,
    states, administrative region, geographic*, geografic*, ubicacion, localizacion,
    localizacao, localidade, wilaya, prefecture, city, =place, =places, =area, =areas,
    cercle, estados, distrito, provincia, provincias, regiao, regioes, lugar";

const COUNTRY: &str = "
    country, countries, pays, pais, paises, recipient, recipients, dest locations,
    destination location, destination country, beneficiary country";

const IMPLEMENTER: &str = "
    implement*, implementer, executing agency, executing agencies, executing organi*,
    execution agency, agence dexecution, agences dexecution, organisme dexecution,
    agence de mise en oeuvre, partenaire de mise en oeuvre, partenaires de mise en oeuvre,
    mise en oeuvre, maitre doeuvre, maitrise doeuvre, ejecutor, ejecutora, unidad ejecutora,
    entidad ejecutora, agencia ejecutora, socio implementador, executor, executora,
    entidade executora, contractor, operateur, operateurs, =partner, =partners,
    local partner*, partenaire local, partenaires";

const FUNDER: &str = "
    donor, donors, donateur, donateurs, funder, funders, funding institution,
    funding agency, funding organi*, funding source*, source of fund*, sources of fund*,
    financing agency, financing institution, financier, funding partner*, bailleur,
    bailleurs, bailleur de fonds, ptf, partenaire technique, partenaires techniques,
    partenaire financier, source de financement, sources de financement, donante, donantes,
    cooperante, cooperantes, financiador, financiadores, fuente, fuentes,
    fuente de financiamiento, doador, doadores, fonte, fontes, development partner*,
    partenaire au developpement, src organi*, source organi*, =lender, creditor, preteur,
    agencia financiadora";

const OWNER: &str = "
    owner, responsible organi*, responsible agency, responsible ministry, lead agency,
    lead organi*, lead ministry, =agency, =agencies, agency name, =agence, =agencia,
    structure responsable, agence responsable, ministere, ministry, line ministry,
    ministerio, maitre douvrage, maitrise douvrage, institucion responsable,
    entidad responsable, entidad, entidade, orgao, =organisation, =organization,
    =organisations, =organizations, =organizacion, =organizacao, =organisme, =institution,
    =institucion, =instituicao, reporting organi*, tutelle, chef de file, dest organi*,
    destination organi*, recipient organi*, =organisation name, =organization name,
    =structure, =ngo, =ong";

const COMMITMENT: &str = "
    commit*, commited, engagement, engagements, compromiso, compromisos, comprometido,
    compromisso, compromissos, approved amount, amount approved, montant approuve,
    monto aprobado, valor aprovado, grant amount, loan amount, signed amount, montant signe,
    montant de la convention, montant convention, award amount, contract amount,
    monto del convenio, montant du pret, montant du don, max contribution,
    max cida contribution, total grant";

const BUDGET: &str = "
    budget, budgets, budgeted, budgetise, total cost, project cost, total project cost,
    cost, cout, couts, costo, costos, custo, custos, presupuesto, orcamento, required,
    requirement, requirements, estimated cost, montant prevu, monto previsto";

const DISBURSEMENT: &str = "
    disburs*, decaiss*, desembols*, expenditure, expenditures, depense, depenses, gasto,
    gastos, ejecutado, executado, utilization, utilisation, paid, paye, pagado, pago, spent,
    payment, payments, paiement, paiements";

const AMOUNT: &str = "
    amount, amounts, montant, montants, monto, montos, valor, valores, value, =funding,
    funding amount, total funding, =financement, financement total, =financing,
    =financiamiento, =financiamento, contribution, contributions, =grant, =loan, allocation,
    allocations, =funds, =funded, =total, importe, subvention, aporte";

/// Words by which a name is of no sum of money: the year of a commitment, its date.
const NO_MONEY: &str = "
    date, year, annee, ano, fecha, data, status, purpose, code, percent, percentage,
    pourcentage, porcentaje, number, nombre, original, currency, ratio, isodate, breakdown,
    line, plan, target, id";

/// Words by which a name is of no organisation: its code, its kind.
const NO_ORGANISATION: &str = "
    code, codes, id, iso, iso3, iso2, channelcode, office, date, amount, number, capacity,
    country, start, status, arrangement*, secondary, role, private, email, element";

/// A name with spaces where a program would have none: `srcOrganization`, `usd_commitment`.
pub(super) fn spaced(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    let mut before = ' ';
    for c in name.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            out.push(' ');
        }
        out.push(if c == '_' { ' ' } else { c });
        before = c;
    }
    out
}

/// The key of a name, without what stands in brackets or after "as of".
fn head_key(name: &str) -> String {
    let spaced = spaced(name);
    let mut out = String::with_capacity(spaced.len());
    let mut depth = 0_u32;
    for c in spaced.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    let key = text::key(&out);
    let key = if key.is_empty() { text::key(&spaced) } else { key };
    let cut =
        [" as of ", " en usd", " in usd", " en fcfa", " in million", " en million", " en milliers"];
    let end = cut.iter().filter_map(|c| key.find(c)).min().unwrap_or(key.len());
    key[..end].to_owned()
}

fn matches(key: &str, patterns: &str) -> bool {
    // A pattern stands where a word begins, so that most are ruled out by their first letter.
    let mut begun = [false; 256];
    for first in key.as_bytes().split(|b| *b == b' ').filter_map(<[u8]>::first) {
        begun[usize::from(*first)] = true;
    }
    let may_stand = |pattern: &&str| {
        let first = pattern.bytes().find(|b| !b" \n=".contains(b));
        first.is_some_and(|first| begun[usize::from(first)])
    };
    let mut patterns = patterns.split(',').filter(may_stand).map(str::trim);
    patterns.any(|pattern| match pattern.strip_prefix('=') {
        Some(whole) => key == whole,
        None if pattern.contains('*') => begins(key, pattern),
        None => stands_in(key, pattern),
    })
}

/// Whether the words of a pattern stand in a key. Hundreds of patterns are asked of every cell
/// that may be a column's name, so that a search through the text would cost too much.
fn stands_in(key: &str, pattern: &str) -> bool {
    let words = std::iter::once(0).chain(key.match_indices(' ').map(|(at, _)| at + 1));
    let mut after = words.filter_map(|at| key[at..].strip_prefix(pattern));
    after.any(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Whether words stand in a key that begin as those of a pattern with `*`.
fn begins(key: &str, pattern: &str) -> bool {
    let words: Vec<&str> = key.split(' ').collect();
    let wanted: Vec<&str> = pattern.split(' ').collect();
    words.windows(wanted.len()).any(|window| {
        window.iter().zip(&wanted).all(|(word, wanted)| match wanted.strip_suffix('*') {
            Some(begin) => word.starts_with(begin),
            None => word == wanted,
        })
    })
}

/// What a column's name says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// This is its role.
    Role(Role),
    /// A title or an identifier.
    Project,
    /// A description or an objective of the framework.
    Objective,
    /// None that is taken.
    Nothing,
    /// Nothing.
    Silent,
}

/// Whether a name is that of a column of persons.
pub(super) fn is_personal(name: &str) -> bool {
    matches(&text::key(&spaced(name)), PERSON)
}

/// What a column's name says of it.
pub(super) fn named(name: &str) -> Named {
    if is_personal(name) {
        return Named::Role(Role::Person);
    }
    let key = head_key(name);
    let full = text::key(&spaced(name));
    if key.is_empty() {
        return Named::Silent;
    }
    let language = language_of(&full);
    let role = |role: Role| Named::Role(role);
    let first: [(&str, Named); 4] = [
        (SECTOR_SHARE, role(Role::SectorShare)),
        (UMBRELLA, role(Role::Umbrella)),
        (RELATED, role(Role::Related)),
        (OTHER_IDENTIFIER, role(Role::OtherIdentifier)),
    ];
    if let Some((_, found)) = first.iter().find(|(patterns, _)| matches(&key, patterns)) {
        return *found;
    }
    if matches(&full, MARKER) {
        return Marker::new("1").map_or(Named::Nothing, |marker| role(Role::Marker(marker)));
    }
    if matches(&key, NOTHING) || matches(&full, "constant, gender") {
        // "Currency Type" is one in some exports.
        let currency = matches(&key, "=currency type");
        return if currency { role(Role::Currency) } else { Named::Nothing };
    }
    if matches(&key, CURRENCY) {
        return role(Role::Currency);
    }
    if matches(&key, IDENTIFIER) {
        return role(Role::Identifier);
    }
    if matches(&key, PROJECT) {
        return Named::Project;
    }
    if matches(&key, OBJECTIVES) {
        return Named::Objective;
    }
    if matches(&key, OBJECTIVE) {
        return role(Role::Objective);
    }
    after_identity(&key, language)
}

/// What a name says that is none of an identifier, an objective, a person.
fn after_identity(key: &str, language: Option<Language>) -> Named {
    let role = |role: Role| Named::Role(role);
    if matches(key, TITLE) {
        return role(language.map_or(Role::Title, Role::TitleIn));
    }
    if matches(key, DESCRIPTION) {
        return role(language.map_or(Role::Description, Role::DescriptionIn));
    }
    if matches(key, STATUS) {
        let other = matches(key, OTHER_STATUS);
        return if other { Named::Nothing } else { role(Role::Status) };
    }
    let organisation = !matches(key, NO_ORGANISATION);
    let money = !matches(key, NO_MONEY);
    let owner = organisation && matches(key, OWNER);
    for (patterns, asked, found) in [
        (END, true, Role::End),
        (START, !matches(key, "cost, budget, amount"), Role::Start),
        (IMPLEMENTER, organisation && !matches(key, "status, end"), Role::Implementer),
        (OWNER, owner, Role::Owner),
        (DISBURSEMENT, money, Role::Disbursement),
        (COMMITMENT, money, Role::Commitment),
        (FUNDER, organisation, Role::Funder),
        (BUDGET, money, Role::Budget),
        (AMOUNT, money, Role::Amount),
        (YEAR, true, Role::Year),
        (SECTOR, true, Role::Sector),
        (COUNTRY, true, Role::Country),
        (LOCATION, true, Role::Location),
    ] {
        if asked && matches(key, patterns) {
            return role(found);
        }
    }
    Named::Silent
}

/// The language that a name says its column is in: "Titre (anglais)", `title_fr`.
fn language_of(key: &str) -> Option<Language> {
    let last = key.rsplit(' ').next().unwrap_or_default();
    let code = match last {
        "en" | "eng" | "english" | "anglais" | "ingles" => "en",
        "fr" | "fra" | "french" | "francais" | "frances" => "fr",
        "es" | "spa" | "spanish" | "espagnol" | "espanol" => "es",
        "pt" | "por" | "portuguese" | "portugais" | "portugues" => "pt",
        "ar" | "ara" | "arabic" | "arabe" => "ar",
        _ => return None,
    };
    key.contains(' ').then(|| Language::new(code).ok()).flatten()
}

/// How good a column is among those of the same role: what is actual before what is planned.
pub(super) fn preference(name: &str, role: Role) -> u8 {
    let key = text::key(&spaced(name));
    let has = |patterns: &str| matches(&key, patterns);
    match role {
        Role::Start | Role::End => {
            if has("actual, reel, reelle, effective, real") {
                0
            } else if has("revised, current, revise, revisee") {
                1
            } else if has("physical, implementation, effective, signature, original") {
                4
            } else if has("planned, proposed, prevu, prevue, previsto, prevista") {
                3
            } else {
                2
            }
        }
        Role::Identifier => {
            let at = IDENTIFIER.split(',').position(|pattern| matches(&head_key(name), pattern));
            at.map_or(u8::MAX, |at| u8::try_from(at).unwrap_or(u8::MAX))
        }
        Role::Title | Role::Description => u8::from(has("short, courte, court")),
        _ => 0,
    }
}

/// Words for a status, what is narrow first: "not started" before "started".
const STATUSES: [(&str, ProgramStatus); 6] = [
    ("cancel*, annul*, abandon*, cancelad*, terminated early, dropped", ProgramStatus::Cancelled),
    ("suspend*, suspens*, on hold, en pause, paralizad*, gele", ProgramStatus::Suspended),
    (
        "
    pipeline, plan*, identification, proposed, proposal, approved, en preparation,
    preparation, prepar*, en formulation, formulation, a demarrer, non demarre, not started,
    not yet started, en negociacion, negotiation, negociation, programado, previsto, prevu,
    por iniciar, a iniciar, newly signed, draft, idea, perfil",
        ProgramStatus::Pipeline,
    ),
    (
        "
    finalisation, finalization, terminating, closing, en cloture, en cierre, completion,
    post completion, em encerramento, evaluation",
        ProgramStatus::Finalisation,
    ),
    (
        "
    clos*, complete, completed, cloture, cloturee, termine, terminee, terminado, terminada,
    acheve, achevee, finished, finalizado, finalizada, concluido, concluida, fini, ended,
    cerrado, encerrado, encerrada, culminado, archived, finalise, ejecutado, executado",
        ProgramStatus::Closed,
    ),
    (
        "
    implement*, ongoing, on going, active, activo, ativo, actif, operational, en cours,
    ejecucion, execucao, execution, en marcha, em andamento, andamento, current, running,
    under way, underway, in progress, started, demarre, open, extended, new,
    newly effective, on schedule, behind schedule, ahead of schedule",
        ProgramStatus::Implementation,
    ),
];

/// The status that a word means.
pub(super) fn status(word: &str) -> Option<ProgramStatus> {
    use ProgramStatus::{Cancelled, Closed, Finalisation, Implementation, Pipeline, Suspended};
    let key = text::key(word);
    let code = key.split(' ').next().unwrap_or_default();
    match code {
        "1" => return Some(Pipeline),
        "2" => return Some(Implementation),
        "3" => return Some(Finalisation),
        "4" => return Some(Closed),
        "5" => return Some(Cancelled),
        "6" => return Some(Suspended),
        _ => {}
    }
    STATUSES.iter().find(|(patterns, _)| matches(&key, patterns)).map(|(_, status)| *status)
}

/// What a row's amount is, where rows are flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Commitment,
    Disbursement,
    /// Promised and no more: no money yet.
    Pledge,
}

/// The kind of flow that a word means.
pub(super) fn flow(word: &str) -> Option<Flow> {
    if word.is_empty() {
        return None;
    }
    let key = text::key(word);
    let lists: [(&str, Flow); 3] = [
        ("pledge*, promesse*, promesa*", Flow::Pledge),
        // What OCHA calls "paid" is a commitment that was paid: it stands once, as one or as the other.
        ("=c, commit*, engagement*, compromi*, =paid, paid contribution", Flow::Commitment),
        ("=d, =e, disburs*, decaiss*, desembols*, expend*, depense*, gasto*", Flow::Disbursement),
    ];
    lists.iter().find(|(patterns, _)| matches(&key, patterns)).map(|(_, flow)| *flow)
}

/// Whether a text is what a line of totals is called.
pub(super) fn is_total(text: &str) -> bool {
    const TOTALS: &str = "
    =total, =totals, =totaux, =totales, =totais, =grand total, =sub total, =subtotal,
    =sous total, =total general, =gran total, =total geral, =somme, =sum, =suma, =soma";
    let key = text::key(text);
    matches(&key, TOTALS)
        || [
            "total for ",
            "total of ",
            "total du ",
            "total de ",
            "total des ",
            "total par ",
            "total general ",
        ]
        .iter()
        .any(|begin| key.starts_with(begin))
}
