"""The reduced model of healing, transcribed from the model specification in absolute units and solved by LSODA.

Independent of the Rust code: written from sections 4.2, 6, 7, 8, 9, 10 and 12 of the specification. Reads a JSON list of
cases from standard input and writes a JSON list of results to standard output. A case holds `parameters` (tables of
healing.toml), `skin`, `sessions`, `days` and `ageing`. A result holds `layers[day][layer]` and `surface[day]`.
"""

import json
import math
import sys

import numpy as np
from scipy.integrate import odeint

YEAR = 365.25
LN2 = math.log(2)
RELATIVE_TOLERANCE = 1e-12


def stretches(sessions, days):
    """Yields (start, end, session numbers due at start, indices of days in [start, end))."""
    marks = sorted({0.0} | {s["day"] for s in sessions if s["day"] <= days[-1]})
    for number, start in enumerate(marks):
        end = marks[number + 1] if number + 1 < len(marks) else math.inf
        due = [s for s in sessions if s["day"] == start]
        yield start, end, due, [i for i, day in enumerate(days) if start <= day < end]


def solve(rates, state, start, end, sampled, scale):
    """States at the sampled days, and at the end where that is finite."""
    times = [start] + [t for t in sampled if t > start] + ([end] if math.isfinite(end) else [])
    if len(times) == 1:
        return {start: state}, state
    found = odeint(lambda y, t: rates(t, y), state, times, rtol=RELATIVE_TOLERANCE,
                   atol=RELATIVE_TOLERANCE * 0.01 * np.array(scale), mxstep=1_000_000, hmax=3.0)
    return dict(zip(times, found)), found[-1]


def layer_course(p, skin, number, sessions, days, ageing):
    sig, cel, mat, ela = p["signals"], p["cells"], p["matrix"], p["elastin"]
    f0 = cel["fibroblasts_per_mm3"] * (cel["papillary_density_factor"] if number == 0 else 1.0)
    d_a, k_F, d_N = sig["alarmin_decay_per_day"], sig["clot_decay_per_day"], cel["neutrophil_turnover_per_day"]
    k_M, k_N = cel["macrophage_recruitment_per_mm3_per_day"], cel["neutrophil_recruitment_weight"]
    k_12, d_M = cel["macrophage_conversion_per_day"], cel["macrophage_loss_per_day"]
    k_TM, w_1 = sig["macrophage_tgf_pg_per_cell_per_day"], sig["inflammatory_macrophage_share"]
    k_Tf, k_Tm = sig["fibroblast_tgf_pg_per_cell_per_day"], sig["myofibroblast_tgf_pg_per_cell_per_day"]
    T_pl = sig["clot_tgf_pg_per_mm3"]
    lost = sig["bound_tgf_decay_per_day"] + sig["tgf_activation_per_day"]
    basal = cel["fibroblast_growth_per_day"]
    p_T, p_th = cel["tgf_growth_ratio"] * basal, cel["mechanical_growth_ratio"] * basal
    th, K, d_f = cel["mechanical_stimulus"], cel["tgf_half_activation"], cel["fibroblast_loss_per_day"]
    kap, floor = cel["crowding_gain"], cel["crowding_floor"]
    k_fm, K_m, d_m = cel["transition_per_day"], cel["transition_half_excess"], cel["myofibroblast_loss_per_day"]
    zeta, mu_l = mat["myofibroblast_synthesis"], mat["labile_decay_per_day"]
    mu_x = LN2 / (skin["mature_collagen_half_life_years"] * YEAR)
    l1, l3 = mat["labile_collagen_1"], mat["labile_collagen_3"]
    x1, x3 = mat["mature_collagen_1"], mat["mature_collagen_3"]
    g1, g3 = mat["collagen_1_gain"], mat["collagen_3_gain"]
    q_M, M_ref = mat["mmp_per_day"], mat["mmp_reference_macrophages_per_mm3"]
    phi_x, loss, capacity = mat["mature_mmp_share"], mat["channel_loss"], mat["space_capacity"]

    def H(u):
        return u / (K + u)

    K_r = 1.0 / (1.0 - d_f / (basal + p_T * H(1.0) + p_th * th))
    L_h = k_Tf * f0 / lost
    k_x1, k_x3 = mu_x * x1 / l1, mu_x * x3 / l3
    pi_1, pi_3 = (mu_l + k_x1) * l1, (mu_l + k_x3) * l3

    def space(total):
        return max(0.0, capacity - total) / (capacity - 1.0)

    # Skin of this age: mature pools times M; labile pools and synthesis that keep them.
    M = skin["mature_collagen"]
    healthy_space = space(M * (l1 + l3 + x1 + x3))
    if ageing:
        def synthesis(t):
            return skin["synthesis"] * (1.0 - skin["synthesis_decline_per_year"] * t / YEAR) / healthy_space
        labile, elastin_loss = skin["synthesis"], 1.0 / (ela["residence_years"] * YEAR)
    else:
        def synthesis(_):
            return M / healthy_space
        labile, elastin_loss = M, 0.0

    def rates(t, y):
        F, a, N, M1, M2, L, f, m, c3, c1, c3x, c1x, e, en = y
        c = L / L_h
        excess = max(c - 1.0, 0.0)
        q = q_M * M1 / M_ref
        tr = k_fm * excess ** 2 / (K_m ** 2 + excess ** 2) * f
        K_c = K_r * max(floor, 1.0 + kap * (H(c) - H(1.0)))
        grow = (basal + p_T * H(c) + p_th * th) * f * (1.0 - (f + m) / K_c) - d_f * f
        G1 = max(0.0, 1.0 + g1 * (H(c) - H(1.0)))
        G3 = max(0.0, 1.0 + g3 * (H(c) - H(1.0)))
        eff = (f + zeta * m) * synthesis(t)
        X = space(c3 + c1 + c3x + c1x)
        # Elastin answers to synthesis relative to the one that would keep this skin's collagen.
        gained = eff * healthy_space / M * max(0.0, G1 - 1.0)
        return [
            -k_F * F, -d_a * a, d_N * (a - N),
            k_M * (a + k_N * N) - (k_12 + d_M) * M1, k_12 * M1 - d_M * M2,
            T_pl * k_F * F + k_TM * (w_1 * M1 + M2) + (k_Tm * m + k_Tf * f) * f0 - lost * L,
            grow - tr, tr - d_m * m,
            pi_3 * eff * G3 * X - (mu_l + k_x3 + q) * c3, pi_1 * eff * G1 * X - (mu_l + k_x1 + q) * c1,
            k_x3 * c3 - (mu_x + phi_x * q) * c3x, k_x1 * c1 - (mu_x + phi_x * q) * c1x,
            ela["deposition_per_day"] * gained - e * elastin_loss - ela["mmp_weight"] * q * e,
            ela["new_deposition_per_day"] * gained - ela["new_decay_per_day"] * en,
        ]

    state = [0.0, 0.0, 0.0, 0.0, 0.0, L_h, 1.0, 0.0, l3 * labile, l1 * labile, x3 * M, x1 * M, 1.0, 0.0]
    scale = [1, 1, 1, 1000, 1000, L_h, 1, 1, l3, l1, x3, x1, 1, 1]
    names = ["clot", "alarmin", "neutrophils", "inflammatory_macrophages_per_mm3", "repair_macrophages_per_mm3",
             "latent_tgf_beta_pg_per_mm3", "fibroblasts", "myofibroblasts", "labile_collagen_3", "labile_collagen_1",
             "mature_collagen_3", "mature_collagen_1", "elastin", "new_elastin"]
    results = {}
    for start, end, due, indices in stretches(sessions, days):
        state = list(state)
        for session in due:
            w = session["injury"]["dermis"][number]
            state[1] += w["damaged"] * (1.0 - state[1])
            state[0] += w["clot"]
            state[6] *= 1.0 - w["channel"]
            state[8:] = [s * (1.0 - loss * w["channel"]) for s in state[8:]]
        found, state = solve(rates, state, start, end, [days[i] for i in indices], scale)
        for i in indices:
            row = dict(zip(names, map(float, found[days[i]])))
            row["relative_tgf_beta"] = row["latent_tgf_beta_pg_per_mm3"] / L_h
            results[i] = row
    return [results[i] for i in range(len(days))]


def surface_course(p, skin, sessions, days):
    sig, cel, sur, pig = p["signals"], p["cells"], p["surface"], p["pigment"]
    d_a, d_N = sig["alarmin_decay_per_day"], cel["neutrophil_turnover_per_day"]
    k_vf = LN2 / sur["fast_redness_half_life_h"] * 24.0
    k_vs, d_vs = sur["slow_redness_gain_per_day"], sur["slow_redness_decay_per_day"]
    k_h, k_w = LN2 / sur["blood_half_life_d"], sur["oedema_gain_per_day"]
    k_ly = LN2 / sur["oedema_half_life_d"]
    k_s, k_g, a_p = pig["activation_per_day"], pig["melanin_transfer_per_day"], pig["inflammation_threshold"]
    y_p = pig["phototype_4_gain"] * pig["gain_ratio_per_phototype"] ** (skin["phototype"] - 4)
    tau = pig["epidermal_turnover_d"]
    k_e, k_r = (LN2 / sur[name] * 24.0 for name in ("fast_closure_half_life_h", "slow_closure_half_life_h"))
    q_s, front = sur["slow_closure_share"], sur["epidermal_front_um_per_h"] * 24.0 / 1000.0
    thickness = [skin["epidermis_mm"]] + [layer["bottom_mm"] - layer["top_mm"] for layer in skin["dermis"]]

    def mean(values, count):
        return sum(v * h for v, h in zip(values[:count], thickness[:count])) / sum(thickness[:count])

    def rates(_, y):
        a, N, vf, vs, oed, h, ap, Np, s, G, fast, slow = y
        return [-d_a * a, d_N * (a - N), -k_vf * vf, k_vs * (a + sur["neutrophil_redness_weight"] * N) - d_vs * vs,
                k_w * (vf + vs) - k_ly * oed, -k_h * h, -d_a * ap, d_N * (ap - Np),
                k_s * (y_p * max(0.0, ap + Np - a_p) - s), k_g * s - G / tau, -k_e * fast, -k_r * slow]

    state, alarmin, clock = [0.0] * 12, [0.0] * len(thickness), 0.0
    opened, opened_at, radius = 0.0, -math.inf, 0.0
    results = {}
    for start, end, due, indices in stretches(sessions, days):
        state = list(state)
        alarmin, clock = [a * math.exp(-d_a * (start - clock)) for a in alarmin], start
        for session in due:
            injury = session["injury"]
            places = [injury["epidermis"]] + injury["dermis"]
            added = [w["damaged"] * (1.0 - a) for w, a in zip(places, alarmin)]
            alarmin = [a + d for a, d in zip(alarmin, added)]
            state[0] += mean(added, len(added))
            state[6] += mean(added, 2)
            state[2] += mean([w["damaged"] for w in places], 2)
            state[5] += mean([w["clot"] for w in places], 2)
            new = injury["open_area"] * (1.0 - state[10] - state[11])
            state[10] += (1.0 - q_s) * new
            state[11] += q_s * new
            if injury["open_area"] > 0.0:
                opened, opened_at, radius = state[10] + state[11], start, injury["channel_radius_mm"]
        found, state = solve(rates, state, start, end, [days[i] for i in indices], [1.0] * 12)
        for i in indices:
            y = [float(v) for v in found[days[i]]]
            uncovered = 0.0
            if opened_at >= 0.0 and radius > 0.0:
                uncovered = max(0.0, 1.0 - front * (days[i] - opened_at) / radius)
            results[i] = {
                "open_area": y[10] + y[11], "open_channel_share": (y[10] + y[11]) / opened if opened else 0.0,
                "epidermal_cover": 1.0 - uncovered ** 2, "fast_redness": y[2], "slow_redness": y[3],
                "extravasated_blood": y[5], "oedema": y[4], "melanocyte_activation": y[8], "epidermal_melanin": y[9],
            }
    return [results[i] for i in range(len(days))]


def course(case):
    p, skin, sessions, days = case["parameters"], case["skin"], case["sessions"], case["days"]
    by_layer = [layer_course(p, skin, k, sessions, days, case["ageing"]) for k in range(len(skin["dermis"]))]
    return {"layers": [[layer[i] for layer in by_layer] for i in range(len(days))],
            "surface": surface_course(p, skin, sessions, days)}


if __name__ == "__main__":
    json.dump([course(case) for case in json.load(sys.stdin)], sys.stdout)
