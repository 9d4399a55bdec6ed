//! The UN's agencies: full names of the acronyms that UN INFO uses.

/// The full name of an agency, if it is one of those known here.
pub(super) fn full_name(acronym: &str) -> Option<&'static str> {
    NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(acronym)).map(|(_, name)| *name)
}

const NAMES: &[(&str, &str)] = &[
    ("FAO", "Food and Agriculture Organization of the United Nations"),
    ("IAEA", "International Atomic Energy Agency"),
    ("ICAO", "International Civil Aviation Organization"),
    ("IFAD", "International Fund for Agricultural Development"),
    ("IFC", "International Finance Corporation"),
    (
        "ILANUD",
        "UN Latin American Institute for the Prevention of Crime and the Treatment of Offenders",
    ),
    ("ILO", "International Labour Organization"),
    ("IMF", "International Monetary Fund"),
    ("IMO", "International Maritime Organization"),
    ("IOM", "International Organization for Migration"),
    ("ITC", "International Trade Centre"),
    ("ITU", "International Telecommunication Union"),
    ("OCHA", "UN Office for the Coordination of Humanitarian Affairs"),
    ("OHCHR", "Office of the UN High Commissioner for Human Rights"),
    ("PAHO", "Pan American Health Organization"),
    ("UN DESA", "UN Department of Economic and Social Affairs"),
    ("UN DPPA", "UN Department of Political and Peacebuilding Affairs"),
    ("UN ECA", "UN Economic Commission for Africa"),
    ("UN ECLAC", "UN Economic Commission for Latin America and the Caribbean"),
    ("UN ESCAP", "UN Economic and Social Commission for Asia and the Pacific"),
    ("UN ESCWA", "UN Economic and Social Commission for Western Asia"),
    ("UN RCO", "UN Resident Coordinator's Office"),
    ("UN Tourism", "UN Tourism (World Tourism Organization)"),
    ("UN Women", "UN Entity for Gender Equality and the Empowerment of Women"),
    ("UN-HABITAT", "UN Human Settlements Programme"),
    ("UNAIDS", "Joint UN Programme on HIV/AIDS"),
    ("UNCDF", "UN Capital Development Fund"),
    ("UNCITRAL", "UN Commission on International Trade Law"),
    ("UNCTAD", "UN Conference on Trade and Development"),
    ("UNDCO", "UN Development Coordination Office"),
    ("UNDP", "UN Development Programme"),
    ("UNDRR", "UN Office for Disaster Risk Reduction"),
    ("UNECE", "UN Economic Commission for Europe"),
    ("UNEP", "UN Environment Programme"),
    ("UNESCO", "UN Educational, Scientific and Cultural Organization"),
    ("UNFPA", "UN Population Fund"),
    ("UNHCR", "UN High Commissioner for Refugees"),
    ("UNICEF", "UN Children's Fund"),
    ("UNICRI", "UN Interregional Crime and Justice Research Institute"),
    ("UNIDO", "UN Industrial Development Organization"),
    ("UNITAR", "UN Institute for Training and Research"),
    ("UNMAS", "UN Mine Action Service"),
    ("UNOCT", "UN Office of Counter-Terrorism"),
    ("UNODA", "UN Office for Disarmament Affairs"),
    ("UNODC", "UN Office on Drugs and Crime"),
    ("UNOPS", "UN Office for Project Services"),
    ("UNRWA", "UN Relief and Works Agency for Palestine Refugees in the Near East"),
    ("UNU", "United Nations University"),
    ("UNV", "UN Volunteers"),
    ("UPU", "Universal Postal Union"),
    ("WFP", "World Food Programme"),
    ("WHO", "World Health Organization"),
    ("WIPO", "World Intellectual Property Organization"),
    ("WMO", "World Meteorological Organization"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_and_known() {
        assert!(NAMES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(full_name("undp"), Some("UN Development Programme"));
        assert_eq!(full_name("GPAP"), None);
    }
}
