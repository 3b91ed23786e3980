/// What the tests of a campaign share: seeds, sizes, and the engines they all go through.
#pragma once

#include <algorithm>
#include <exception>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/select/composition_rejection.hpp"
#include "fluxhop/select/linear.hpp"
#include "fluxhop/select/sum_tree.hpp"
#include "fluxhop/selftest/selftest.hpp"

namespace fluxhop::selftest {

/// The engines under test. One more enters here, at the end; compiled forms run where they accept the
/// model.
inline constexpr SelectorKind engines[] = {SelectorKind::linear, SelectorKind::sum_tree,
                                           SelectorKind::composition_rejection,
                                           SelectorKind::compiled_lattice,
                                           SelectorKind::bounded_rejection,
                                           SelectorKind::lockstep,
                                           SelectorKind::compiled_network_linear,
                                           SelectorKind::compiled_network_bounded};

/// The name under which tau-leaping stands among them.
inline constexpr const char* leaps = "tau_leaping";

/// Calls visit.operator()<Selector>(kind) for every event selector.
template <class Visit>
void for_each_selector(Visit&& visit) {
    visit.template operator()<LinearSelector>(SelectorKind::linear);
    visit.template operator()<SumTreeSelector>(SelectorKind::sum_tree);
    visit.template operator()<CompositionRejectionSelector>(SelectorKind::composition_rejection);
}

/// A model with everything an Experiment points to.
struct Subject {
    std::string name;
    Model model;
    State initial;
    TimeGrid grid;
    std::vector<Probe> recorded;
};

class Campaign {
public:
    Campaign(const Options& options, const Announce& announce)
        : options_(options), announce_(announce) {}

    /// @param usual number of realizations without `thorough`
    std::size_t runs(std::size_t usual) const { return options_.thorough ? 10 * usual : usual; }
    std::size_t threads() const { return options_.threads; }

    /// A seed of its own for every test and engine: a new engine changes nobody else's.
    /// @param test number of the test, each used once; below 1000
    std::uint64_t seed(unsigned test, SelectorKind engine) const {
        const auto place = std::find(std::begin(engines), std::end(engines), engine);
        return options_.seed * 1'000'000 + std::uint64_t{test} * 100 +
               static_cast<std::uint64_t>(place - std::begin(engines));
    }

    /// The subject's experiment in one engine; nothing when that does not take the model.
    std::optional<Experiment> experiment(const Subject& subject, unsigned test,
                                         SelectorKind engine) const;

    /// Calls judge(engine's name, ensemble) for every engine that takes the subject.
    template <class Judge>
    void in_every_engine(const Subject& subject, unsigned test, std::size_t usual, Judge&& judge) {
        announce(subject.name);
        for (const SelectorKind engine : engines) {
            const auto one = experiment(subject, test, engine);
            if (!one) continue;
            carry_out(subject.name, name_of(engine), [&] {
                judge(name_of(engine), run_ensemble(*one, runs(usual), threads()));
            });
        }
    }

    /// Calls judge(ensemble) for the subject by tau-leaping.
    template <class Judge>
    void by_leaps(const Subject& subject, unsigned test, std::size_t usual, Judge&& judge) {
        announce(subject.name);
        Experiment experiment{subject.model, subject.initial, subject.grid, subject.recorded};
        experiment.seed = seed(test, SelectorKind::linear);
        experiment.method = Method::tau_leaping;
        carry_out(subject.name, leaps,
                  [&] { judge(run_ensemble(experiment, runs(usual), threads())); });
    }

    /// A trial that ends with an error of the program is a check that fails.
    template <class Trial>
    void carry_out(const std::string& test, const std::string& engine, Trial&& trial) {
        try {
            trial();
        } catch (const std::exception& error) {
            add_exact(test, engine, error.what(), 1.0);
        }
    }

    void announce(const std::string& test) const {
        if (announce_) announce_(test);
    }
    void add(Check check) { checks_.push_back(std::move(check)); }
    /// A check that either holds or does not.
    void add_exact(std::string test, std::string engine, std::string statistic, double differing);

    /// Judges all p-values as one family.
    Report report() const;

private:
    Options options_;
    Announce announce_;
    std::vector<Check> checks_;
};

/// The groups of tests, in the order in which they run.
void test_selectors(Campaign& campaign);
void test_conformity(Campaign& campaign);
void test_resets(Campaign& campaign);
void test_events(Campaign& campaign);
void test_ladder(Campaign& campaign);
void test_equilibria(Campaign& campaign);
void test_exclusion(Campaign& campaign);
void test_transport(Campaign& campaign);
void test_independence(Campaign& campaign);

}  // namespace fluxhop::selftest
