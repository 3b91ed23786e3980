/// The program run as a user runs it.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "catch.hpp"

namespace fluxhop::test {

namespace fs = std::filesystem;

inline std::string contents(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Where the configurations of the project lie, with the slash.
inline const std::string configs = std::string(FLUXHOP_SOURCE_DIR) + "/configs/";

/// To run the ladder of configs/ladder.toml, with a blank for what follows.
inline const std::string run_ladder = "run \'" + configs + "ladder.toml\' ";

/// An empty folder to run in.
class Workplace {
public:
    Workplace() : path_(fs::temp_directory_path() / ("fluxhop program " + std::to_string(::getpid()))) {
        fs::create_directory(path_);
    }
    ~Workplace() { fs::remove_all(path_); }

    struct Outcome {
        int code;
        std::string out, err;
    };

    Outcome run(const std::string& arguments, const std::string& before = "") const {
        const std::string command = "cd '" + path_.string() + "' && " + before + " '" +
                                    FLUXHOP_PROGRAM + "' " + arguments + " >out.txt 2>err.txt";
        const int status = std::system(command.c_str());
        Outcome outcome{WIFEXITED(status) ? WEXITSTATUS(status) : -1, contents(path_ / "out.txt"),
                        contents(path_ / "err.txt")};
        fs::remove(path_ / "out.txt");
        fs::remove(path_ / "err.txt");
        return outcome;
    }

    std::string config(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name) << text;
        return name;
    }

    const fs::path& path() const { return path_; }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
    }

private:
    fs::path path_;
};

/// To stand before the program in Workplace::run: sends it a signal as soon as it has saved something.
inline std::string signal_once_saved(const std::string& signal, const std::string& checkpoint) {
    return "{ (for i in $(seq 2400); do sleep 0.05; kill -0 $$ || exit; [ -s " + checkpoint +
           " ] && kill -s " + signal + " $$ && exit; done 2>/dev/null; "
           "echo 'test: nothing saved within two minutes' >>err.txt; kill -s KILL $$) & } && exec";
}

inline bool has(const std::string& text, const std::string& part) {
    UNSCOPED_INFO(text);
    return text.find(part) != std::string::npos;
}

}  // namespace fluxhop::test
