#include "../../support/catch.hpp"
