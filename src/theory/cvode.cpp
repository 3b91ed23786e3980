#include "fluxhop/theory/cvode.hpp"

#include <cvode/cvode.h>
#include <fmt/format.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunlinsol/sunlinsol_klu.h>
#include <sunlinsol/sunlinsol_spgmr.h>
#include <sunmatrix/sunmatrix_dense.h>
#include <sunmatrix/sunmatrix_sparse.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <exception>
#include <limits>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

template <auto Free>
struct Deleter {
    template <class T>
    void operator()(T* pointer) const {
        Free(pointer);
    }
};

void free_cvode(void* memory) { CVodeFree(&memory); }
void free_context(SUNContext context) { SUNContext_Free(&context); }
void free_solver(SUNLinearSolver solver) { SUNLinSolFree(solver); }

using Context = std::unique_ptr<_SUNContext, Deleter<free_context>>;
using NVector = std::unique_ptr<_generic_N_Vector, Deleter<N_VDestroy>>;
using JacobianMatrix = std::unique_ptr<_generic_SUNMatrix, Deleter<SUNMatDestroy>>;
using LinearSolver = std::unique_ptr<_generic_SUNLinearSolver, Deleter<free_solver>>;
using Memory = std::unique_ptr<void, Deleter<free_cvode>>;

/// Without a Jacobian, each of its columns costs an evaluation: beyond this size go matrix-free.
constexpr Eigen::Index largest_dense_difference_quotient = 200;
constexpr int krylov_dimension = 30;

/// Of a time: steps so short are refused as no steps, and are none (an output time one rounding behind a break).
constexpr double nothing = 4.0 * std::numeric_limits<double>::epsilon();

Eigen::Map<Eigen::VectorXd> view(N_Vector vector) {
    return {N_VGetArrayPointer(vector), static_cast<Eigen::Index>(N_VGetLength(vector))};
}

void ignore_message(int, const char*, const char*, char*, void*) {}

void check(int flag, const char* call) {
    if (flag >= 0) return;
    char* name = CVodeGetReturnFlagName(flag);
    const std::string text = fmt::format("CVODE: {} failed with {}", call, name);
    std::free(name);
    throw RunError(text);
}

}  // namespace

struct Cvode::Impl {
    InitialValueProblem problem;
    Eigen::VectorXd solution;
    Eigen::VectorXd state;
    Eigen::VectorXd derivative;
    Eigen::MatrixXd jacobian;
    InitialValueProblem::SparseMatrix sparse_jacobian;
    std::exception_ptr failure;  // exceptions must not cross the C solver
    Context context;
    NVector y;
    JacobianMatrix matrix;
    LinearSolver solver;
    Memory memory;
    double time = 0.0;
    double latest = std::numeric_limits<double>::infinity();  ///< f is asked for up to here

    template <class Work>
    int guarded(Work work) {
        try {
            work();
            return 0;
        } catch (...) {
            failure = std::current_exception();
            return -1;
        }
    }

    static int evaluate(double t, N_Vector y, N_Vector dydt, void* self) {
        auto& impl = *static_cast<Impl*>(self);
        return impl.guarded([&] {
            impl.state = view(y);
            impl.problem.derivative(std::min(t, impl.latest), impl.state, impl.derivative);
            view(dydt) = impl.derivative;
        });
    }

    static int evaluate_jacobian(double t, N_Vector y, N_Vector, SUNMatrix out, void* self,
                                 N_Vector, N_Vector, N_Vector) {
        auto& impl = *static_cast<Impl*>(self);
        return impl.guarded([&] {
            impl.state = view(y);
            impl.problem.jacobian(std::min(t, impl.latest), impl.state, impl.jacobian);
            Eigen::Map<Eigen::MatrixXd>(SUNDenseMatrix_Data(out), SUNDenseMatrix_Rows(out),
                                        SUNDenseMatrix_Columns(out)) = impl.jacobian;
        });
    }

    static int evaluate_sparse_jacobian(double t, N_Vector y, N_Vector, SUNMatrix out, void* self,
                                        N_Vector, N_Vector, N_Vector) {
        auto& impl = *static_cast<Impl*>(self);
        return impl.guarded([&] {
            impl.state = view(y);
            impl.problem.sparse_jacobian(std::min(t, impl.latest), impl.state, impl.sparse_jacobian);
            const auto& source = impl.sparse_jacobian;
            FLUXHOP_ASSERT(source.isCompressed() && source.nonZeros() <= SUNSparseMatrix_NNZ(out));
            std::copy_n(source.outerIndexPtr(), source.cols() + 1, SUNSparseMatrix_IndexPointers(out));
            std::copy_n(source.innerIndexPtr(), source.nonZeros(), SUNSparseMatrix_IndexValues(out));
            std::copy_n(source.valuePtr(), source.nonZeros(), SUNSparseMatrix_Data(out));
        });
    }

    double next_break() const {
        const auto next = std::upper_bound(problem.breaks.begin(), problem.breaks.end(), time);
        return next == problem.breaks.end() ? std::numeric_limits<double>::infinity() : *next;
    }

    /// @param stop the next break, which no step may cross; up to it f is that from before it
    void integrate(double end, double stop) {
        if (end - time <= nothing * end) return static_cast<void>(time = end);
        latest = std::nextafter(stop, 0.0);
        if (!problem.breaks.empty()) {  // a stop that was an output time as well is still set
            const double last = std::numeric_limits<double>::max();
            check(CVodeSetStopTime(memory.get(), std::min(stop, last)), "CVodeSetStopTime");
        }
        double reached = time;
        const int flag = CVode(memory.get(), end, y.get(), &reached, CV_NORMAL);
        if (failure) std::rethrow_exception(failure);
        check(flag, fmt::format("the step from t = {:g} s to {:g} s", time, end).c_str());
        time = end;
    }

    void restart() { check(CVodeReInit(memory.get(), time, y.get()), "CVodeReInit"); }

    /// The matrix and the linear solver for the Jacobian there is.
    void choose_solver() {
        const Eigen::Index size = problem.initial.size();
        SUNContext sun = context.get();
        if (problem.sparse_jacobian) {
            problem.sparse_jacobian(0.0, problem.initial, sparse_jacobian);
            matrix.reset(SUNSparseMatrix(size, size, sparse_jacobian.nonZeros(), CSC_MAT, sun));
            solver.reset(SUNLinSol_KLU(y.get(), matrix.get(), sun));
        } else if (problem.jacobian || size <= largest_dense_difference_quotient) {
            jacobian.setZero(size, size);
            matrix.reset(SUNDenseMatrix(size, size, sun));
            solver.reset(SUNLinSol_Dense(y.get(), matrix.get(), sun));
        } else {
            solver.reset(SUNLinSol_SPGMR(y.get(), SUN_PREC_NONE, krylov_dimension, sun));
        }
    }
};

Cvode::Cvode(InitialValueProblem problem, Tolerances tolerances) : impl_(new Impl) {
    Impl& self = *impl_;
    self.problem = std::move(problem);
    const Eigen::Index size = self.problem.initial.size();
    self.solution = self.problem.initial;
    self.derivative.resize(size);

    SUNContext context = nullptr;
    check(SUNContext_Create(nullptr, &context), "SUNContext_Create");
    self.context.reset(context);
    self.y.reset(N_VNew_Serial(size, context));
    view(self.y.get()) = self.problem.initial;
    self.choose_solver();
    self.memory.reset(CVodeCreate(CV_BDF, context));

    void* memory = self.memory.get();
    check(CVodeInit(memory, &Impl::evaluate, 0.0, self.y.get()), "CVodeInit");
    check(CVodeSetErrHandlerFn(memory, ignore_message, nullptr), "CVodeSetErrHandlerFn");
    check(CVodeSetUserData(memory, &self), "CVodeSetUserData");
    check(CVodeSStolerances(memory, tolerances.relative, tolerances.absolute),
          "CVodeSStolerances");
    check(CVodeSetMaxNumSteps(memory, 1'000'000), "CVodeSetMaxNumSteps");
    check(CVodeSetLinearSolver(memory, self.solver.get(), self.matrix.get()),
          "CVodeSetLinearSolver");
    if (self.problem.sparse_jacobian) {
        check(CVodeSetJacFn(memory, &Impl::evaluate_sparse_jacobian), "CVodeSetJacFn");
    } else if (self.problem.jacobian) {
        check(CVodeSetJacFn(memory, &Impl::evaluate_jacobian), "CVodeSetJacFn");
    }
}

Cvode::~Cvode() = default;

const Eigen::VectorXd& Cvode::advance_to(double time) {
    Impl& self = *impl_;
    FLUXHOP_ASSERT(time >= self.time);
    while (self.time < time) {
        const double stop = self.next_break();
        self.integrate(std::min(stop, time), stop);
        if (self.time == stop) self.restart();
    }
    self.solution = view(self.y.get());
    return self.solution;
}

}  // namespace fluxhop
