/// The contacts of a network of regions: who touches whom, and how much flux they exchange.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "fluxhop/io/toml_reader.hpp"
#include "fluxhop/model/regions.hpp"

namespace fluxhop {

/// Node numbers by name, regions first.
using NodeNames = std::map<std::string, std::size_t>;

/// [contacts.*] and, where a contact is given by its length, [hops].
/// @param network with its regions and reservoirs
std::vector<Contact> read_contacts(TomlReader& in, const RegionNetwork& network,
                                   const NodeNames& names);

}  // namespace fluxhop
